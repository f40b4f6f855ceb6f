import { describe, expect, it, onTestFinished } from 'vitest';
import { connectTo } from '../../src/kubernetes/api-connection.ts';
import { ServerVersion } from '../../src/kubernetes/server-version.ts';
import { CountedTiming } from '../support/counted-timing.ts';
import { body, hang, status, type Answer } from '../support/scripted-answers.ts';
import { ScriptedApiServer } from '../support/scripted-api-server.ts';
import { until } from '../support/until.ts';

/** A version that has asked a server which answers so. */
async function ask(...answers: readonly Answer[]): Promise<{ version: ServerVersion; timing: CountedTiming }> {
  const server = await ScriptedApiServer.start();
  server.scriptList(...answers);
  const connection = connectTo({ server: server.url });
  const timing = new CountedTiming();
  const version = new ServerVersion(connection, timing);
  onTestFinished(async () => {
    await version.stop();
    expect(timing.active).toBe(0);
    connection.close();
    await server.stop();
  });
  version.start();
  await until('the question', () => server.received.length === 1);
  return { version, timing };
}

describe('ServerVersion', () => {
  it.each([
    [body({ major: '1', minor: '28' }), false],
    [body({ major: '1', minor: '28+' }), false],
    [body({ major: '1', minor: '29' }), true],
    [body({ major: '1', minor: '36' }), true],
    [body({ major: '2', minor: '0' }), true],
    [body({ minor: 28 }), true],
    [body('no version'), true],
    [status(403), true],
    [status(500), true],
    [hang(), true],
  ])('tells whether there are native sidecars: case %#', async (answer, expected) => {
    const { version } = await ask(answer);
    if (!expected) await until('the answer', () => !version.hasNativeSidecars);
    expect(version.hasNativeSidecars).toBe(expected);
  });

  it('counts as new before it is known, and can be stopped before', async () => {
    const { version } = await ask(hang());
    expect(version.hasNativeSidecars).toBe(true);
    await version.stop();
    expect(version.hasNativeSidecars).toBe(true);
  });
});
