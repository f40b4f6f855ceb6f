import { pino, type Logger } from 'pino';
import { LineWriter } from './line-writer.ts';

/** A logger, and what has to be called before the process ends. */
export interface ProcessLogger {
  readonly log: Logger;
  readonly flush: () => void;
}

/** Makes the logger of a process: JSON lines on standard output. */
export function createLogger(level: string): ProcessLogger {
  // A pipe turns non-blocking when Node's own stream takes it: a reader that stalls then holds up no review.
  const lines = new LineWriter(process.stdout.fd);
  const formatters = { level: (label: string) => ({ level: label }) };
  return { log: pino({ level, base: null, timestamp: isoTime, formatters }, lines), flush: () => lines.flush() };
}

function isoTime(): string {
  return `,"time":"${new Date().toISOString()}"`;
}
