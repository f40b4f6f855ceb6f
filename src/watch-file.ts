import { unwatchFile, watchFile as watchStat } from 'node:fs';

/** How often a file's status is asked for, in ms. */
const POLL_INTERVAL_MS = 100;

/** A file must have been the same for this long before it is read, so that none is read half written, in ms. */
const SETTLE_MS = 300;

/**
 * Calls `onChange` once after each change of a file's content, inode or existence, seen through symlinks: an edit in place, by
 * rename, by truncation, and the swap of a symlink above it. Polls, because no notification reaches through symlinks.
 *
 * @returns ends the watch
 */
export function watchFile(path: string, onChange: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const listener = (): void => {
    clearTimeout(timer);
    timer = setTimeout(onChange, SETTLE_MS);
  };
  watchStat(path, { interval: POLL_INTERVAL_MS }, listener);
  return () => {
    clearTimeout(timer);
    unwatchFile(path, listener);
  };
}
