import { pino, type Logger } from 'pino';
import { LineWriter } from './line-writer.ts';

/** The levels that can be asked for. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** A logger, and what has to be called before the process ends. */
export interface ProcessLogger {
  readonly log: Logger;
  readonly flush: () => void;
}

/** Makes the logger of a process: JSON lines on standard output. */
export function createLogger(level: string): ProcessLogger {
  const lines = new LineWriter(STDOUT);
  const formatters = { level: (label: string) => ({ level: label }) };
  return { log: pino({ level, base: null, timestamp: isoTime, formatters }, lines), flush: () => lines.flush() };
}

const STDOUT = 1;

function isoTime(): string {
  return `,"time":"${new Date().toISOString()}"`;
}
