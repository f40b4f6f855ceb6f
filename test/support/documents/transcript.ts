import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../run-command.ts';

/**
 * What a line of a shell shows that runs commands of ours, piped into each other: their standard errors, then the last one's standard
 * output.
 *
 * @param files what stands in the folder that they run in
 * @throws where a word names another program
 */
export async function showRun(line: string, files: ReadonlyMap<string, string>, folder: string): Promise<string> {
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
  const place = (word: string): string => (files.has(word) ? join(folder, word) : word);
  let shown = '';
  let piped = '';
  for (const command of line.split(' | ')) {
    const [program, ...words] = command.split(' ');
    if (program !== 'sidecar-injector') throw new Error(`${program} is no program of ours`);
    const { said, written } = await runCommand(words.map(place), piped);
    shown += said;
    piped = written;
  }
  return (shown + piped).replaceAll(`${folder}/`, '');
}
