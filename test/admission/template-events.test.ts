import { describe, expect, it } from 'vitest';
import { missingConfigMapEvent, templateEvents } from '../../src/admission/template-events.ts';
import { EVENT_REASONS } from '../../src/admission/event.ts';
import { restoredEvent } from '../../src/cli/certs-keep.ts';
import { gapEvent } from '../../src/controller/gap-event.ts';
import { EVENT_REASON_OF_WARNING } from '../../src/admission/review-events.ts';
import { loadTemplates, NO_TEMPLATES, type LoadedTemplates } from '../../src/injection/template/load-templates.ts';
import { wholeProblem, type TemplateProblem } from '../../src/injection/template/problem.ts';
import { sha256Hex } from '../support/load-example.ts';

const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'injector', name: 'templates', uid: 'u-1' };
const GOOD = 'containers: [{name: envoy, image: "e:1"}]';
const BROKEN = 'containers:\n  - {name: envoy, imge: "e:1"}';

function load(
  data: Readonly<Record<string, string>>,
  previous = NO_TEMPLATES,
  retired: string[] = [],
): LoadedTemplates {
  return loadTemplates(previous, { data: new Map(Object.entries(data)), retired: new Set(retired) }, sha256Hex);
}

/** Type, reason and message of what is told of a change. */
function told(
  before: LoadedTemplates,
  after: LoadedTemplates,
  problems: ReadonlyMap<string, readonly TemplateProblem[]> = new Map(),
): readonly string[] {
  const events = templateEvents({ configMap: CONFIG_MAP, before, after, problems });
  expect(events.map(({ about, action }) => ({ about, action }))).toStrictEqual(
    events.map(() => ({ about: CONFIG_MAP, action: 'LoadTemplates' })),
  );
  return events.map(({ type, reason, message }) => `${type} ${reason}: ${message}`);
}

describe('templateEvents', () => {
  it('has nothing to tell of good templates', () => {
    const good = load({ envoy: GOOD });
    expect(told(NO_TEMPLATES, good)).toStrictEqual([]);
    expect(told(good, load({ envoy: `${GOOD} # edited` }, good))).toStrictEqual([]);
  });

  it('tells of a key that is refused and has no last good version', () => {
    expect(told(NO_TEMPLATES, load({ envoy: BROKEN }))).toStrictEqual([
      'Warning TemplateRefused: not in force: envoy:2:5: containers[0]: a Container needs the field "image"; and 1 more',
    ]);
  });

  it('tells of a key of which the last good version stays, and when it is good again', () => {
    const good = load({ envoy: GOOD });
    const broken = load({ envoy: BROKEN }, good);
    const revision = good.set.templates.get('envoy')?.revision;
    expect(told(good, broken)).toStrictEqual([
      `Warning LastGoodTemplateKept: the last good version, revision ${revision}, stays in force: envoy:2:5: containers[0]: a Container needs the field "image"; and 1 more`,
    ]);
    expect(told(broken, load({ envoy: GOOD }, broken))).toStrictEqual([
      `Normal TemplateRecovered: envoy: template "envoy" is in force again as it stands, revision ${revision}`,
    ]);
  });

  it('tells of a key that is gone, and when it is retired', () => {
    const good = load({ 'a.yaml': `default: true\n${GOOD}`, 'b.yaml': GOOD.replace('envoy', 'log') });
    const gone = load({ 'a.yaml': `default: true\n${GOOD}` }, good);
    expect(told(good, gone).map((line) => line.replace(/[0-9a-f]{12}/, '…'))).toStrictEqual([
      'Warning LastGoodTemplateKept: the last good version, revision …, stays in force: b.yaml:1:1: the key "b.yaml" is gone: its last good version stays in force until the ConfigMap\'s annotation sidecar-injector.dev/retired names "b"',
    ]);
    expect(told(gone, load({ 'a.yaml': `default: true\n${GOOD}` }, gone, ['b']))).toStrictEqual([
      'Normal TemplateRecovered: b.yaml: is not there any more, and no version of it is in force',
    ]);
  });

  it('tells when no template is the default, and when one is again', () => {
    const two = { 'a.yaml': GOOD, 'b.yaml': GOOD.replace('envoy', 'log') };
    const unclear = load(two);
    expect(told(NO_TEMPLATES, unclear)).toStrictEqual([
      'Warning TemplateRefused: not in force: exactly one of the templates must say default: true; it is said by none',
    ]);
    expect(told(unclear, load({ ...two, 'a.yaml': `default: true\n${GOOD}` }, unclear))).toStrictEqual([
      'Normal TemplateRecovered: it is clear again which template is the default: "a"',
    ]);
  });

  it('tells of what is no template at all', () => {
    const problems = new Map([['logo', [wholeProblem('unsupported', 'is left out')]]]);
    expect(told(NO_TEMPLATES, load({ envoy: GOOD }), problems)).toStrictEqual([
      'Warning TemplateRefused: not in force: logo:1:1: is left out',
    ]);
  });

  it.each(['env: ["canary7f3a"]', 'env: [{name: A, value: [canary7f3a]}]', 'env: canary7f3a'])(
    'shows no value of a variable: %s',
    (env) => {
      const [line = ''] = told(NO_TEMPLATES, load({ envoy: `containers: [{name: e, image: "e:1", ${env}}]` }));
      expect(line).toContain('is not valid; the log of the injector says why');
      expect(line).not.toContain('canary7f3a');
    },
  );
});

describe('missingConfigMapEvent', () => {
  it.each([
    [NO_TEMPLATES, 'there is no template: the ConfigMap injector/templates does not exist'],
    [load({ envoy: GOOD }), 'the ConfigMap injector/templates is gone: its last good templates stay in force'],
  ])('says what is in force', (loaded, message) => {
    expect(missingConfigMapEvent(CONFIG_MAP, loaded)).toStrictEqual({
      about: CONFIG_MAP,
      type: 'Warning',
      reason: 'ConfigMapMissing',
      action: 'LoadTemplates',
      message,
    });
  });
});

const MAKER = { kind: 'Pod', namespace: 'shop', name: 'web' };

describe('EVENT_REASONS', () => {
  it('has no reason that nothing tells', () => {
    const good = load({ envoy: GOOD });
    const broken = load({ envoy: BROKEN }, good);
    const changes: readonly (readonly [LoadedTemplates, LoadedTemplates])[] = [
      [NO_TEMPLATES, load({ envoy: BROKEN })],
      [good, broken],
      [broken, good],
    ];
    const events = changes.flatMap(([before, after]) =>
      templateEvents({ configMap: CONFIG_MAP, before, after, problems: new Map() }),
    );
    const all = [...events, missingConfigMapEvent(CONFIG_MAP, good)].map(({ reason }) => reason);
    const gap = {
      uid: 'u',
      namespace: 'shop',
      name: 'web',
      maker: MAKER,
      createdAt: '',
      state: 'missing',
      why: '',
    } as const;
    const ofReviews = Object.values(EVENT_REASON_OF_WARNING).filter((reason) => reason !== undefined);
    const restored = { kind: 'MutatingWebhookConfiguration', uid: 'u', problem: '' } as const;
    const keeper = restoredEvent(restored, 'sidecar-injector').reason;
    expect([...ofReviews, gapEvent(gap).reason, ...all, keeper]).toStrictEqual([...EVENT_REASONS]);
  });
});
