import { describe, expect, it } from 'vitest';
import { runCommand, type CliRun } from '../../support/run-cli.ts';
import { startPagedApiServer } from '../../support/paged-api-server.ts';

const LABEL = 'sidecar-injector.dev/injection';
const ENVOY = { name: 'envoy', image: 'envoy:1' };

function configMap(data: Readonly<Record<string, string>>): object {
  return { metadata: { name: 'envoy-initializer', creationTimestamp: '2026-01-01T00:00:00Z' }, data };
}

function namespace(name: string, label?: string): object {
  return { metadata: { name, ...(label !== undefined && { labels: { [LABEL]: label } }) } };
}

interface Made {
  readonly namespace?: string;
  readonly sidecar?: object;
  readonly record?: object;
  readonly of?: string;
  readonly created?: string;
}

function podOf(name: string, { namespace: place = 'shop', sidecar, record, of, created }: Made = {}): object {
  const status = JSON.stringify({ envoy: record });
  return {
    metadata: {
      name,
      namespace: place,
      creationTimestamp: created ?? '2026-01-02T00:00:00Z',
      labels: { 'pod-template-hash': 'abc' },
      ...(record !== undefined && { annotations: { 'sidecar-injector.dev/status': status } }),
      ...(of !== undefined && { ownerReferences: [{ kind: 'ReplicaSet', name: `${of}-abc`, controller: true }] }),
    },
    spec: { containers: [{ name: 'app', image: 'app' }, ...(sidecar === undefined ? [] : [sidecar])] },
  };
}

const OLD = { revision: 'abc', containers: ['envoy'] };
const IN_FORCE = { 'envoy.yaml': 'containers: [{name: envoy, image: "envoy:1"}]' };
const PODS = [
  podOf('good', { sidecar: ENVOY }),
  podOf('web-1', { of: 'web' }),
  podOf('web-2', { of: 'web' }),
  podOf('stripped', { record: OLD }),
  podOf('stale', { sidecar: { ...ENVOY, image: 'envoy:0' }, record: OLD }),
  podOf('ancient', { created: '2025-01-01T00:00:00Z' }),
  podOf('plain', { namespace: 'quiet' }),
];

async function run(
  flags: readonly string[],
  {
    pods = PODS,
    data = IN_FORCE,
  }: { readonly pods?: readonly object[]; readonly data?: Readonly<Record<string, string>> } = {},
): Promise<CliRun & { readonly asked: readonly string[] }> {
  const shop = pods.filter((pod) => JSON.stringify(pod).includes('"namespace":"shop"'));
  const { kubeconfig, asked } = await startPagedApiServer({
    '/version': { major: '1', minor: '36' },
    '/api/v1/namespaces': [namespace('shop', 'enabled'), namespace('quiet'), namespace('empty', 'enabled')],
    '/api/v1/namespaces/shop': namespace('shop', 'enabled'),
    '/api/v1/pods': pods,
    '/api/v1/namespaces/shop/pods': shop,
    '/api/v1/namespaces/sidecar-injector/configmaps/envoy-initializer': configMap(data),
  });
  return { ...(await runCommand(['status', ...flags, '--kubeconfig', kubeconfig])), asked };
}

describe('status', () => {
  it('counts the Pods of each namespace, and says what to do about those that lack a sidecar', async () => {
    expect(await run(['-A'])).toMatchObject({
      code: 1,
      said: '',
      written: `NAMESPACE   SHOULD HAVE   HAS   OUTDATED   MISSING   LOST   OLDER
shop        6             1     1          2         1      1

1 of 6 Pods that should have a sidecar has it as it is in force; 1 should have none

lost: Pod shop/stripped
  its record names container "envoy" of template "envoy", which is not there
  It was taken out again when the Pod was created: look at the webhooks that come after the injector (kubectl sidecar explain stripped -n shop), then delete the Pod and create it again.

missing: 2 Pods of Deployment shop/web: web-1, web-2
  its namespace is enabled, and it was created without template "envoy"
  No review reached the injector: see whether its webhook is registered and answers (kubectl sidecar explain web-1 -n shop), then create its Pods anew (kubectl rollout restart deployment/web -n shop).
`,
    });
  });

  it('reads the Pods of one namespace, that of the context unless another is named, page by page', async () => {
    const { asked, code } = await run(['-l', 'app=web', '-o', 'name']);
    expect(code).toBe(1);
    const lists = asked.filter((path) => path.includes('/pods'));
    expect(lists.map((path) => path.split('?')[0])).toEqual(
      Array.from({ length: 3 }, () => '/api/v1/namespaces/shop/pods'),
    );
    expect(lists[0]).toContain('labelSelector=app%3Dweb');
    expect(asked).not.toContain('/api/v1/namespaces');
  });

  it('prints the names of the Pods that are to be shown, the worst first', async () => {
    const { written } = await run(['-n', 'shop', '--show', 'older, missing,outdated', '-o', 'name']);
    expect(written).toBe('pod/web-1 -n shop\npod/web-2 -n shop\npod/stale -n shop\npod/ancient -n shop\n');
  });

  it('has the same as JSON', async () => {
    const { written } = await run(['-A', '-o', 'json', '--show', 'outdated']);
    const shop = { shouldHave: 6, covered: 1, outdated: 1, missing: 2, lost: 1, older: 1, unknown: 0, 'not-due': 0 };
    expect(JSON.parse(written)).toEqual({
      total: { ...shop, 'not-due': 1 },
      namespaces: {
        shop,
        quiet: { shouldHave: 0, covered: 0, outdated: 0, missing: 0, lost: 0, older: 0, unknown: 0, 'not-due': 1 },
      },
      pods: [
        {
          namespace: 'shop',
          name: 'stale',
          maker: { kind: 'Pod', namespace: 'shop', name: 'stale' },
          state: 'outdated',
          why: expect.stringMatching(/^it has revision "abc" of template "envoy": \w{12} is in force$/) as string,
          advice: 'To have what is in force, delete the Pod and create it again.',
        },
      ],
    });
  });

  it('ends well where no Pod is missing or lost', async () => {
    const pods = [podOf('good', { sidecar: ENVOY }), podOf('ancient', { created: '2025-01-01T00:00:00Z' })];
    const { code, written } = await run(['-A'], { pods });
    expect([code, written.split('\n')[3]]).toEqual([
      0,
      '1 of 2 Pods that should have a sidecar has it as it is in force; 0 should have none',
    ]);
  });

  it('says how far it is where it is told to', async () => {
    const { said } = await run(['-A', '--progress']);
    expect(said).toBe('2 of about 7 Pods read\n4 of about 7 Pods read\n6 of about 7 Pods read\n7 Pods read\n');
  });

  it('tells of a template that is broken, and gives up where none is good', async () => {
    const broken = 'containers: [{name: x}]';
    const message =
      'in the ConfigMap sidecar-injector/envoy-initializer, "broken.yaml": a Container needs the field "image": of Pods that ask for that template nothing can be told\n';
    const good = { pods: [podOf('good', { sidecar: ENVOY })] };
    const data = { 'envoy.yaml': `default: true\n${IN_FORCE['envoy.yaml']}`, 'broken.yaml': broken };
    expect(await run(['-A'], { ...good, data })).toMatchObject({ code: 0, said: message });
    // Which of the two is the default, nobody knows.
    const open = await run(['-A'], { ...good, data: { ...IN_FORCE, 'broken.yaml': broken } });
    expect(open).toMatchObject({ code: 1, said: message });
    expect(open.written).toBe(
      '0 of 0 Pods that should have a sidecar have it as it is in force; 0 should have none; of 1 it cannot be told\n',
    );
    const none = await run(['-A'], { data: { 'broken.yaml': broken } });
    expect([none.code, none.said]).toEqual([
      2,
      expect.stringMatching(/no template of the ConfigMap .* is good: "broken\.yaml": a Container needs/),
    ]);
  });

  it.each([[['--show', 'nothing']], [['-A', '-n', 'shop']], [['extra']]])('takes %j for wrong usage', async (flags) => {
    expect((await run(flags)).code).toBe(2);
  });

  it('says what it cannot read', async () => {
    const { kubeconfig } = await startPagedApiServer({});
    const { code, said } = await runCommand(['status', '--kubeconfig', kubeconfig]);
    expect([code, said]).toEqual([
      2,
      expect.stringMatching(/configmaps\/envoy-initializer: 404 .*--injector-namespace/),
    ]);
  });
});
