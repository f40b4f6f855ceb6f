import type { ReportProgress } from './live-pods.ts';

/** Says how far the reading of Pods is: on a terminal in one line that is written over and wiped in the end. */
export function reportProgress(say: (text: string) => void, isTerminal: boolean): ReportProgress {
  return (read, remaining) => {
    const of = remaining === undefined ? '' : ` of about ${read + remaining}`;
    const text = `${read}${of} Pods read`;
    if (!isTerminal) say(`${text}\n`);
    else say((remaining ?? 0) === 0 ? '\r\u001B[K' : `\r\u001B[K${text}`);
  };
}
