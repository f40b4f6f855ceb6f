import { describe, expect, it, onTestFinished } from 'vitest';
import { parseManifest } from '../../src/injection/template/manifest.ts';
import type { MetricSamples } from '../support/metric-samples.ts';
import { startWebhook, type RunningWebhook } from '../support/running-webhook.ts';

const ENVOY = 'default: true\n    containers: [{name: envoy, image: "e:1"}]';
const LOG = 'containers: [{name: log, image: "l:1"}]';

function manifestOf(templates: Readonly<Record<string, string>>): string {
  const data = Object.entries(templates).map(([key, text]) => `  ${key}: |\n    ${text}\n`);
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: envoy-initializer}\ndata:\n${data.join('')}`;
}

async function start(templates: Readonly<Record<string, string>>): Promise<RunningWebhook> {
  const running = await startWebhook({ manifest: manifestOf(templates) });
  onTestFinished(running.close);
  return running;
}

function change({ templates }: RunningWebhook, documents: Readonly<Record<string, string>>): void {
  const parsed = parseManifest(manifestOf(documents));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  templates.update(parsed.value.source);
}

function seriesOf(samples: MetricSamples, name: string): readonly string[] {
  return [...samples.keys()].filter((sample) => sample.startsWith(`${name}{`)).toSorted();
}

const hashOf = async (running: RunningWebhook): Promise<readonly string[]> =>
  seriesOf(await running.metrics(), 'sidecar_injector_templates_hash_info');

describe('the metrics of templates in force', () => {
  it('name each template with the revision that is injected', async () => {
    const running = await start({ envoy: ENVOY, log: LOG });
    const { templates } = running.templates.current.set;
    const expected = ['envoy', 'log'].map(
      (name) =>
        `sidecar_injector_template_info{template="${name}",revision="${templates.get(name)?.revision ?? 'none'}"}`,
    );
    const samples = await running.metrics();
    expect(seriesOf(samples, 'sidecar_injector_template_info')).toEqual(expected);
    expect(expected.map((line) => samples.get(line))).toEqual([1, 1]);
  });

  it('have one hash, equal in replicas with equal templates, whatever the order of their keys', async () => {
    const hashes = [
      await hashOf(await start({ envoy: ENVOY, log: LOG })),
      await hashOf(await start({ log: LOG, envoy: ENVOY })),
    ];
    expect(hashes[0]).toEqual([expect.stringMatching(/^sidecar_injector_templates_hash_info\{hash="[\da-f]{12}"\}$/u)]);
    expect(hashes[1]).toEqual(hashes[0]);
  });

  it('have another hash once a template changes or is gone, and only that one', async () => {
    const running = await start({ envoy: ENVOY, log: LOG });
    const before = await hashOf(running);
    change(running, { envoy: ENVOY.replace('e:1', 'e:2'), log: LOG });
    const changed = await hashOf(running);
    expect(changed).toHaveLength(1);
    expect(changed).not.toEqual(before);
    const alone = await hashOf(await start({ envoy: ENVOY }));
    expect(alone).not.toEqual(before);
    change(running, { envoy: ENVOY, log: LOG });
    expect(await hashOf(running)).toEqual(before);
  });

  it('keep the hash while a broken version is not taken', async () => {
    const running = await start({ envoy: ENVOY, log: LOG });
    const before = await hashOf(running);
    change(running, { envoy: ENVOY, log: 'containers: [{nam: log}]' });
    expect(running.templates.current.stale.size).toBe(1);
    expect(await hashOf(running)).toEqual(before);
  });

  it('count the keys with problems, and what concerns all of them', async () => {
    const running = await start({ envoy: ENVOY });
    const problems = async (): Promise<number | undefined> =>
      (await running.metrics()).get('sidecar_injector_template_problems');
    expect(await problems()).toBe(0);
    change(running, { envoy: ENVOY, log: 'containers: [{nam: log}]', other: 'containers: 1' });
    expect(await problems()).toBe(2);
    // Both are good, and nobody says which is the default: the one that was stays it.
    change(running, { envoy: ENVOY.replace('default: true', 'default: false'), log: LOG });
    expect(await problems()).toBe(1);
    expect((await running.metrics()).get('sidecar_injector_templates{state="good"}')).toBe(2);
    change(running, { envoy: ENVOY, log: LOG });
    expect(await problems()).toBe(0);
  });

  it('have another hash in a replica that knows no default', async () => {
    const undecided = { envoy: ENVOY.replace('default: true', 'default: false'), log: LOG };
    const running = await start({ envoy: ENVOY, log: LOG });
    change(running, undecided);
    const started = await start(undecided);
    expect([running, started].map(({ templates }) => templates.current.set.defaultName)).toEqual(['envoy', undefined]);
    expect(await hashOf(started)).not.toEqual(await hashOf(running));
  });

  it('tell of a replica without templates by another hash', async () => {
    const running = await startWebhook({ manifest: '' });
    onTestFinished(running.close);
    expect(await hashOf(running)).not.toEqual(await hashOf(await start({ envoy: ENVOY })));
    expect(seriesOf(await running.metrics(), 'sidecar_injector_template_info')).toEqual([]);
  });
});
