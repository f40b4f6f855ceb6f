import { pino, type Logger } from 'pino';

/** Lines are kept together up to this length before they are written, in bytes. */
const BUFFER_BYTES = 8 * 1024;

const STDOUT = 1;

/** The levels that can be asked for. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** A logger, and what has to be called before the process ends. */
export interface ProcessLogger {
  readonly log: Logger;
  readonly flush: () => void;
}

/**
 * Makes the logger of a process: JSON lines on standard output. All lines of one turn of the event loop are written at
 * once, at its end, since a write costs more than a review; none waits for another turn.
 */
export function createLogger(level: string): ProcessLogger {
  const destination = pino.destination({ dest: STDOUT, sync: true, minLength: BUFFER_BYTES });
  let isScheduled = false;
  const flush = (): void => {
    isScheduled = false;
    destination.flushSync();
  };
  const stream = {
    write(line: string): void {
      if (!isScheduled) {
        isScheduled = true;
        setImmediate(flush);
      }
      destination.write(line);
    },
  };
  return {
    log: pino({ level, base: null, timestamp: isoTime, formatters: { level: (label) => ({ level: label }) } }, stream),
    flush,
  };
}

function isoTime(): string {
  return `,"time":"${new Date().toISOString()}"`;
}
