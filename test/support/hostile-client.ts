/** Sends one hostile body back to back over one connection until its standard input ends, and then tells what the answers were. */
import { Agent } from 'node:https';
import { text as readText } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { HOSTILE_BODIES, type HostileBody } from './hostile-bodies.ts';
import { send } from './https-client.ts';

const [url = '', kind = ''] = process.argv.slice(2);
const body = Buffer.from(HOSTILE_BODIES[kind as HostileBody]());
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const counts: Record<string, number> = {};
const state = { isOver: false };
void readText(process.stdin).then(() => (state.isOver = true));
while (!state.isOver) {
  const outcome = await send(url, { body, agent }).then(
    ({ status, text }) =>
      status === 200 ? `${status} ${/"reason":"([a-z-]+)"/.exec(text)?.[1] ?? text}` : String(status),
    (error: unknown) => String(error),
  );
  counts[outcome] = (counts[outcome] ?? 0) + 1;
  if (outcome === '429') await delay(50);
}
agent.destroy();
process.stdout.write(JSON.stringify(counts));
