import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RESTRICTED_EXAMPLES, SECURITY_EXAMPLES, specOf } from '../support/security-examples.ts';
import type { JsonObject } from '../../src/injection/json.ts';
import type { ControlPlane } from './control-plane.ts';
import { startControlPlane } from './control-plane.ts';
import { waitUntil } from './wait-until.ts';

const LEVELS = ['baseline', 'restricted'] as const;

let controlPlane: ControlPlane;

beforeAll(async () => {
  controlPlane = await startControlPlane();
  for (const level of LEVELS) {
    const labels = { 'pod-security.kubernetes.io/enforce': level };
    await send('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: level, labels } });
    const path = `/api/v1/namespaces/${level}/serviceaccounts/default`;
    await waitUntil(async () => ((await controlPlane.request({ path })).status === 200 ? true : undefined), {
      what: path,
    });
  }
});

afterAll(async () => {
  await controlPlane[Symbol.asyncDispose]();
});

async function send(path: string, object: JsonObject): Promise<{ readonly status: number; readonly body: string }> {
  return controlPlane.request({ method: 'POST', path, body: JSON.stringify(object) });
}

/** Creates a Pod by dry run: `taken`, or why the API server refuses it. */
async function tryPod(level: (typeof LEVELS)[number], spec: JsonObject): Promise<string> {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'sidecar' }, spec };
  const { status, body } = await send(`/api/v1/namespaces/${level}/pods?dryRun=All`, pod);
  return status === 201 ? 'taken' : `${status} ${(JSON.parse(body) as { message: string }).message}`;
}

describe('the API server', () => {
  it.each(SECURITY_EXAMPLES)('refuses what the table says of $path: $rule', async ({ exceeds, rule, ...change }) => {
    const spec = { ...specOf(change), ...change.given };
    const [baseline, restricted] = [await tryPod('baseline', spec), await tryPod('restricted', spec)];
    expect(restricted).toMatch(/^403 .*violates PodSecurity "restricted:latest"/);
    if (exceeds === 'restricted') expect(baseline).toBe('taken');
    const refusal = exceeds === 'restricted' ? restricted : baseline;
    expect(refusal).toContain(`violates PodSecurity "${exceeds}:latest": `);
    expect(refusal).toContain(` ${rule} (`);
  });

  it.each(RESTRICTED_EXAMPLES.map((spec) => [JSON.stringify(spec), spec] as const))('takes %s', async (_, spec) => {
    expect(await tryPod('restricted', spec)).toBe('taken');
  });
});
