import { describe, expect, it } from 'vitest';
import { findMeaninglessLabel } from '../../../src/cli/explain/label-value.ts';
import { findMisplacedKeys, valueFor, type Seat } from '../../../src/cli/explain/misplaced-key.ts';

const INJECT = 'sidecar-injector.dev/inject';
const LABEL = 'sidecar-injector.dev/injection';

type Row = readonly [Seat['kind'], 'annotations' | 'labels', string, string | undefined];

function judge(kind: Seat['kind'], fields: 'annotations' | 'labels', key: string): string | undefined {
  const object = { metadata: { [fields]: { [key]: 'true' } } };
  const [found] = findMisplacedKeys({ kind, title: 'it', object });
  return found === undefined ? undefined : `${found.fault} ${found.meant}`;
}

describe('findMisplacedKeys', () => {
  it.each<Row>([
    ['pod', 'annotations', INJECT, undefined],
    ['pod', 'annotations', 'sidecar-injector.dev/envoy.concurrency', undefined],
    ['pod', 'annotations', 'initializer.kubernetes.io/envoy', undefined],
    ['pod', 'annotations', 'prometheus.io/scrape', undefined],
    ['pod', 'labels', 'sidecar-injector.dev/injected', undefined],
    ['namespace', 'labels', LABEL, undefined],
    ['namespace', 'annotations', 'sidecar-injector.dev/templates', undefined],
    ['workload', 'annotations', 'deployment.kubernetes.io/revision', undefined],
    ['pod', 'annotations', 'sidecar-injector.dev/injects', `typo ${INJECT}`],
    ['pod', 'annotations', 'sidecar-injector.dev/Inject', `typo ${INJECT}`],
    ['pod', 'annotations', 'sidecar-injector.io/inject', `typo ${INJECT}`],
    ['pod', 'annotations', 'sidecar-injector/inject', `typo ${INJECT}`],
    ['pod', 'annotations', 'sidecarinjector.dev/inject', `typo ${INJECT}`],
    ['pod', 'annotations', 'inject', `typo ${INJECT}`],
    ['pod', 'annotations', 'initializers.kubernetes.io/envoy', 'typo initializer.kubernetes.io/envoy'],
    ['pod', 'annotations', 'linkerd.io/inject', `foreign ${INJECT}`],
    ['pod', 'labels', INJECT, `place ${INJECT}`],
    ['pod', 'annotations', LABEL, `place ${INJECT}`],
    ['workload', 'annotations', INJECT, `place ${INJECT}`],
    ['workload', 'labels', INJECT, `place ${INJECT}`],
    ['workload', 'annotations', 'initializer.kubernetes.io/envoy', 'place initializer.kubernetes.io/envoy'],
    ['namespace', 'annotations', LABEL, `place ${LABEL}`],
    ['namespace', 'labels', INJECT, `place ${LABEL}`],
    ['namespace', 'labels', 'sidecar-injector.dev/injektion', `typo ${LABEL}`],
    ['namespace', 'labels', 'istio-injection', undefined],
  ])('of a %s, %s, %s: %s', (kind, fields, key, expected) => {
    expect(judge(kind, fields, key)).toBe(expected);
  });

  it('proposes a value that is valid', () => {
    const object = { metadata: { labels: { [INJECT]: 'yes' } } };
    const values = (['pod', 'namespace'] as const).flatMap((kind) =>
      findMisplacedKeys({ kind, title: 'it', object }).map(valueFor),
    );
    expect(values).toEqual(['true', 'enabled']);
  });
});

describe('findMeaninglessLabel', () => {
  it.each([
    ['enabled', undefined],
    ['disabled', undefined],
    ['Enabled', 'enabled'],
    ['true', 'enabled'],
    ['on', 'enabled'],
    ['enable', 'enabled'],
    ['off', 'disabled'],
    ['Disabled', 'disabled'],
    ['disable', 'disabled'],
    ['', 'enabled'],
  ])('%s means %s', (value, meant) => {
    expect(findMeaninglessLabel({ metadata: { labels: { [LABEL]: value } } })?.meant).toBe(meant);
  });

  it('says nothing where there is no label', () => {
    expect(findMeaninglessLabel({ metadata: {} })).toBeUndefined();
  });
});
