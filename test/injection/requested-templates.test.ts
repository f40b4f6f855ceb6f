import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/injection/json.ts';
import { readOptIn } from '../../src/injection/opt-in.ts';
import { requestTemplates, type Requests } from '../../src/injection/requested-templates.ts';
import type { TemplateSet } from '../../src/injection/template/template.ts';
import { setOf } from '../support/load-example.ts';

const INJECT = 'sidecar-injector.dev/inject';
const CLASSIC = 'initializer.kubernetes.io/';
const container = (name: string): string => `containers: [{name: ${name}, image: "x:1"}]`;
const SET = setOf({ envoy: `default: true\n${container('e')}`, log: container('l'), broken: 'containers: 1' });
const EXISTING = 'there are "envoy", "log"';

interface Ask {
  readonly annotations?: JsonObject;
  readonly injection?: 'enabled' | 'unset';
  readonly namespace?: string;
  readonly set?: TemplateSet;
}

function request({ annotations = {}, injection = 'unset', namespace, set = SET }: Ask): Requests {
  const own = namespace === undefined ? {} : { 'sidecar-injector.dev/templates': namespace };
  return requestTemplates(readOptIn(annotations), { name: 'demo', injection, labels: {}, annotations: own }, set);
}

/** Names with a `!` where the Pod itself asks, and the decision where there is one. */
function summary({ requests, decision }: Requests): unknown {
  const names = requests.map((one) => {
    const verdict = 'decision' in one ? ` ${one.decision.action} ${one.decision.reason}` : '';
    return `${one.name}${one.isExplicit ? '!' : ''}${verdict}`;
  });
  return decision === undefined ? names : decision;
}

describe('requestTemplates', () => {
  it.each<[string, Ask, unknown]>([
    ['an enabled namespace gives the default', { injection: 'enabled' }, ['envoy']],
    ['a Pod with "true" asks for the default', { annotations: { [INJECT]: 'true' } }, ['envoy!']],
    ['a Pod names templates in its order', { annotations: { [INJECT]: 'log,envoy' } }, ['log!', 'envoy!']],
    [
      'a Pod names them in an enabled namespace',
      { injection: 'enabled', namespace: 'envoy', annotations: { [INJECT]: 'log' } },
      ['log!'],
    ],
    ['the namespace names templates', { injection: 'enabled', namespace: ' log , envoy,log' }, ['log', 'envoy']],
    [
      'the namespace names them for a Pod with "true"',
      { namespace: 'log', annotations: { [INJECT]: 'true' } },
      ['log!'],
    ],
    ['the namespace names nothing', { injection: 'enabled', namespace: ' , ' }, ['envoy']],
    [
      'a namespace that is not enabled names templates',
      { namespace: 'log', annotations: { [`${CLASSIC}envoy`]: 'true' } },
      ['envoy!'],
    ],
    ['the classic annotation asks alone', { annotations: { [`${CLASSIC}log`]: 'true' } }, ['log!']],
    [
      'the classic annotation adds',
      { injection: 'enabled', annotations: { [`${CLASSIC}log`]: 'true' } },
      ['envoy', 'log!'],
    ],
    [
      'the classic annotation adds to names',
      { annotations: { [INJECT]: 'envoy', [`${CLASSIC}log`]: 'true' } },
      ['envoy!', 'log!'],
    ],
    [
      'the classic annotation repeats',
      { injection: 'enabled', annotations: { [`${CLASSIC}envoy`]: 'true' } },
      ['envoy'],
    ],
    [
      'the classic annotation takes one away',
      { annotations: { [INJECT]: 'log,envoy', [`${CLASSIC}log`]: 'false' } },
      ['envoy!'],
    ],
    [
      'the classic annotation takes the last away',
      { injection: 'enabled', annotations: { [`${CLASSIC}envoy`]: 'false' } },
      { action: 'skip', reason: 'pod-opted-out' },
    ],
    [
      'the classic annotation takes away what nobody asked for',
      { injection: 'enabled', annotations: { [`${CLASSIC}log`]: 'false' } },
      ['envoy'],
    ],
    [
      'only an unknown classic name asks',
      { annotations: { [`${CLASSIC}vault`]: 'true' } },
      { action: 'skip', reason: 'not-requested' },
    ],
    [
      'the Pod names an unknown template',
      { annotations: { [INJECT]: 'nobody,envoy' } },
      ['nobody! reject unknown-template', 'envoy!'],
    ],
    ['the namespace names an unknown one', { injection: 'enabled', namespace: 'nobody,log' }, ['log']],
    [
      'the namespace names only unknown ones',
      { injection: 'enabled', namespace: 'nobody' },
      { action: 'skip', reason: 'unknown-template' },
    ],
    [
      'the Pod names a broken template',
      { annotations: { [INJECT]: 'broken' } },
      ['broken! reject template-unavailable'],
    ],
    [
      'the namespace names a broken template',
      { injection: 'enabled', namespace: 'broken,log' },
      ['broken skip template-unavailable', 'log'],
    ],
    [
      'the classic annotation names a broken template',
      { annotations: { [`${CLASSIC}broken`]: 'true' } },
      ['broken! reject template-unavailable'],
    ],
    [
      'a name is a key of Object.prototype',
      { annotations: { [INJECT]: 'constructor' } },
      ['constructor! reject unknown-template'],
    ],
  ])('%s', (_, ask, expected) => {
    expect(summary(request(ask))).toStrictEqual(expected);
  });

  it('says of an unknown template of the Pod which there are', () => {
    expect(request({ annotations: { [INJECT]: 'nobody' } }).requests).toStrictEqual([
      {
        name: 'nobody',
        isExplicit: true,
        decision: {
          action: 'reject',
          reason: 'unknown-template',
          message: `annotation ${INJECT} names "nobody": no such template; ${EXISTING}`,
        },
      },
    ]);
  });

  it('lists at most ten templates', () => {
    const names = Array.from({ length: 12 }, (_, index) => `t${String(index + 10)}`);
    const set = setOf(Object.fromEntries(names.map((name) => [name, container(name)])));
    const [unknown] = request({ set, annotations: { [INJECT]: 'nobody' } }).requests;
    const listed = names
      .slice(0, 10)
      .map((name) => `"${name}"`)
      .join(', ');
    expect(unknown).toMatchObject({
      decision: { message: `annotation ${INJECT} names "nobody": no such template; there are ${listed} and 2 more` },
    });
  });

  it('says that there is no template at all', () => {
    const [unknown] = request({ set: setOf({}), annotations: { [INJECT]: 'nobody' } }).requests;
    expect(unknown).toMatchObject({
      decision: { message: `annotation ${INJECT} names "nobody": no such template; there is none` },
    });
  });

  it.each<[string, Ask, readonly unknown[]]>([
    [
      'of an unknown template of the namespace',
      { injection: 'enabled', namespace: 'nobody,log' },
      [
        {
          code: 'unknown-template',
          message: `namespace annotation sidecar-injector.dev/templates names "nobody": no such template; ${EXISTING}`,
        },
      ],
    ],
    [
      'of a broken template of the namespace',
      { injection: 'enabled', namespace: 'broken' },
      [{ code: 'template-unavailable', message: 'template "broken" is not available: the Pod goes without it' }],
    ],
    [
      'of an unknown classic name',
      { annotations: { [`${CLASSIC}vault`]: 'true' } },
      [{ code: 'classic-annotation-ignored', message: `annotations ${CLASSIC}… name "vault": no such template` }],
    ],
    [
      'of a classic value that means nothing',
      { annotations: { [`${CLASSIC}envoy`]: 'yes' } },
      [
        {
          code: 'classic-annotation-ignored',
          message: `annotations ${CLASSIC}… of "envoy" are neither "true" nor "false"`,
        },
      ],
    ],
    [
      'of nothing where a classic name and value are of another initializer',
      { annotations: { [`${CLASSIC}vault`]: 'yes' } },
      [],
    ],
  ])('warns %s', (_, ask, expected) => {
    expect(request(ask).warnings).toStrictEqual(expected);
  });

  it.each<[string, TemplateSet, string]>([
    [
      'no template says so',
      setOf({ a: container('a'), b: container('b') }),
      'there is no default template: none says default: true',
    ],
    [
      'the only one is broken',
      setOf({ a: 'containers: 1' }),
      'there is no default template: line 1: must be a list, not 1',
    ],
  ])('rejects a Pod that asks for the default where %s', (_, set, message) => {
    const [first] = request({ set, annotations: { [INJECT]: 'true' } }).requests;
    expect(first).toMatchObject({
      isExplicit: true,
      decision: { action: 'reject', reason: 'template-unavailable', message },
    });
  });

  it('skips a Pod of an enabled namespace where there is no default', () => {
    const set = setOf({ a: container('a'), b: container('b') });
    expect(summary(request({ set, injection: 'enabled' }))).toStrictEqual(['default skip template-unavailable']);
  });
});
