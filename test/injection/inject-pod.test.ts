import { describe, expect, it } from 'vitest';
import { injectPod } from '../../src/injection/inject-pod.ts';
import type { JsonObject } from '../../src/injection/json.ts';
import type { Outcome } from '../../src/injection/outcome.ts';
import { copyOf } from '../support/apply-patch.ts';
import { podOf, setOf, subjectOf } from '../support/load-example.ts';

const template = (name: string, rest = ''): string => `${rest}\ncontainers: [{name: ${name}, image: "x:1"}]\n`;

function inject(
  documents: Readonly<Record<string, string>>,
  spec: JsonObject = {},
  names = Object.keys(documents).join(','),
): Outcome {
  return injectPod(subjectOf(podOf(spec, { 'sidecar-injector.dev/inject': names })), setOf(documents));
}

const reasons = ({ verdicts }: Outcome): readonly string[] =>
  verdicts.map(({ template: name, decision }) => `${name} ${decision.action} ${decision.reason}`);

const alias = (host: string): string => `onConflict: replace\nhostAliases: [{ip: 1.1.1.1, hostnames: [${host}]}]`;

const group = (id: number, policy: string): string => `onConflict: ${policy}\nsecurityContext: {fsGroup: ${id}}`;

describe('injectPod', () => {
  it('injects what it can where another template is skipped', () => {
    const outcome = inject({ a: template('a', 'os: windows'), b: template('b') });
    expect(outcome.decision).toStrictEqual({ action: 'inject', reason: 'injected' });
    expect(reasons(outcome)).toStrictEqual(['a skip other-os', 'b inject injected']);
  });

  it('has the reason of the first template asked for where none is injected', () => {
    const outcome = inject({ a: template('a', 'os: windows'), b: template('b') }, { hostNetwork: true }, 'b,a');
    expect(outcome.decision).toStrictEqual({ action: 'skip', reason: 'host-network' });
    expect(reasons(outcome)).toStrictEqual(['b skip host-network', 'a skip host-network']);
  });

  it('rejects where any template is rejected, and changes nothing', () => {
    const outcome = inject({ a: template('a') }, {}, 'a,v,w');
    expect(outcome.decision).toStrictEqual({
      action: 'reject',
      reason: 'unknown-template',
      message:
        'annotation sidecar-injector.dev/inject names "v": no such template; there is "a"; ' +
        'annotation sidecar-injector.dev/inject names "w": no such template; there is "a"',
    });
    expect(outcome.patch).toStrictEqual([]);
    expect(reasons(outcome)).toStrictEqual([
      'a inject injected',
      'v reject unknown-template',
      'w reject unknown-template',
    ]);
  });

  it('tells at most five rejections', () => {
    const { decision } = inject({}, {}, 'a1,b1,c1,d1,e1,f1,g1');
    const message = 'message' in decision ? decision.message : '';
    expect(message.split('; annotation ')).toHaveLength(5);
    expect(message.endsWith('names "e1": no such template; there is none; and 2 more')).toBe(true);
  });

  it('adds a container, its volume and our record, and nothing else', () => {
    const { patch } = inject({ a: `${template('a')}volumes: [{name: v, emptyDir: {}}]` });
    expect(patch.map(({ op, path }) => `${op} ${path}`)).toStrictEqual([
      'add /metadata/annotations/sidecar-injector.dev~1status',
      'add /metadata/labels',
      'add /spec/containers/1',
      'add /spec/volumes',
    ]);
  });

  it('puts several templates first in the order in which they are asked for', () => {
    const first = 'order: {containers: first}';
    const { pod } = inject({ a: template('a', first), b: template('b', first), c: template('c') }, {}, 'b,c,a');
    expect(pod['spec']).toMatchObject({ containers: [{ name: 'b' }, { name: 'a' }, { name: 'app' }, { name: 'c' }] });
    expect(pod['metadata']).toMatchObject({ annotations: { 'kubectl.kubernetes.io/default-container': 'app' } });
  });

  it('lets a namespace that names a broken template go without it', () => {
    const set = setOf({ a: 'containers: 1', b: template('b', 'default: true') });
    const subject = subjectOf(podOf({}, {}), 'enabled');
    const namespace = { ...subject.namespace, annotations: { 'sidecar-injector.dev/templates': 'a,b' } };
    const outcome = injectPod({ ...subject, namespace }, set);
    expect(reasons(outcome)).toStrictEqual(['a skip template-unavailable', 'b inject injected']);
    expect(outcome.decision.action).toBe('inject');
  });

  it('does not throw for a conflict over a value of depth 100,000', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`) as JsonObject;
    const document = `onConflict: replace\n${template('a')}volumes: [{name: v, emptyDir: {}}]`;
    const { decision, pod } = inject({ a: document }, { volumes: [{ name: 'v', ...deep }] });
    expect(decision).toStrictEqual({ action: 'inject', reason: 'injected' });
    expect(pod['metadata']).toMatchObject({
      annotations: { 'sidecar-injector.dev/status': expect.stringMatching(/^\{"a":\{"revision":"[0-9a-f]{12}"\}\}$/) },
    });
  });

  describe('with templates that contradict each other', () => {
    const ask = { 'sidecar-injector.dev/inject': 'a,b' };
    const again = (documents: Readonly<Record<string, string>>): readonly Outcome[] => {
      const set = setOf(documents);
      const first = injectPod(subjectOf(podOf({}, ask)), set);
      return [first, injectPod(subjectOf(copyOf(first.pod)), set)];
    };

    it('changes nothing the second time where the later one replaces', () => {
      const [first, second] = again({ a: template('a', alias('early')), b: template('b', alias('late')) });
      expect(first?.pod['spec']).toMatchObject({ hostAliases: [{ ip: '1.1.1.1', hostnames: ['late'] }] });
      expect(second?.decision).toStrictEqual({ action: 'skip', reason: 'already-injected' });
      expect(second?.patch).toStrictEqual([]);
    });

    it('refuses the Pod at once where the earlier one would refuse it the second time', () => {
      const [first, second] = again({ a: template('a', group(1, 'reject')), b: template('b', group(2, 'replace')) });
      expect(first?.decision).toStrictEqual({
        action: 'reject',
        reason: 'conflict',
        message: 'template "a" conflicts with the Pod at spec.securityContext.fsGroup: the Pod has 2, the template 1',
      });
      expect(first?.patch).toStrictEqual([]);
      expect(second?.decision).toStrictEqual(first?.decision);
    });
  });
});
