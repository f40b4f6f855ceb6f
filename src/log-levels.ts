/** The levels that can be asked for. Apart from the logger, so that a command that logs nothing does not load it. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
