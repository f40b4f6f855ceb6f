import { describe, expect, it } from 'vitest';
import { runCommand } from '../../support/run-command.ts';

const INJECTED = `apiVersion: v1
kind: Pod
metadata:
  name: shop
  labels:
    sidecar-injector.dev/injected: "true"
  annotations:
    sidecar-injector.dev/status: '{"envoy":{"revision":"a","containers":["envoy"]}}'
spec:
  containers:
    - name: app # mine
      image: shop:1
    - name: envoy
      image: envoy:1
`;

const BARE = `apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  containers:
    - name: app # mine
      image: shop:1
`;

describe('uninject', () => {
  it('writes the manifest without what was injected', async () => {
    expect(await runCommand(['uninject', '-f', '-'], INJECTED)).toStrictEqual({
      code: 0,
      written: BARE,
      said: 'stdin:1: Pod/shop: taken out: envoy\n1 Pod: 1 taken back, 0 left as they are; 0 other objects left alone\n',
    });
  });

  it('copies what was never injected byte for byte', async () => {
    const text = `${BARE.replace('kind: Pod', 'kind:   Pod')}---\nkind: Service\n`;
    const { code, written, said } = await runCommand(['uninject', '-'], text);
    expect([code, written]).toStrictEqual([0, text]);
    expect(said).toContain('stdin:1: Pod/shop: not injected\nstdin: left alone: Service/\n');
  });

  it('leaves alone what is not as recorded, writes the rest, and fails', async () => {
    const { code, written, said } = await runCommand(
      ['uninject', '-'],
      INJECTED.replace('["envoy"]', '["envoy","gone"]'),
    );
    expect([code, written]).toStrictEqual([1, BARE]);
    expect(said).toBe(`stdin:1: Pod/shop: taken out: envoy
  not as recorded spec.containers[name="gone"] is recorded and not there
1 Pod: 1 taken back, 0 left as they are; 0 other objects left alone
sidecar-injector: 1 thing not as recorded, and left alone
`);
  });

  it('leaves a Pod as it is of which only the revision is recorded', async () => {
    const text = INJECTED.replace(',"containers":["envoy"]', '');
    const { code, written, said } = await runCommand(['uninject', '-'], text);
    expect([code, written]).toStrictEqual([1, text]);
    expect(said).toContain(
      'stdin:1: Pod/shop: left alone\n  not as recorded template "envoy": the record has only its revision',
    );
  });

  it('writes names', async () => {
    expect((await runCommand(['uninject', '-', '-o', 'name'], INJECTED)).written).toBe('pod/shop\n');
    expect((await runCommand(['uninject', '-', '-o', 'name'], BARE)).written).toBe('');
  });

  it('explains itself, with examples', async () => {
    const { code, written } = await runCommand(['uninject', '--help']);
    expect(code).toBe(0);
    expect(written).toContain('Examples:\n  sidecar-injector uninject -f shop.yaml\n');
  });
});
