import * as fc from 'fast-check';
import jsonPatch from 'fast-json-patch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NamespaceMetadata } from '../../src/admission/mutate.ts';
import type { Subject } from '../../src/injection/decision.ts';
import { injectPod } from '../../src/injection/inject-pod.ts';
import { objectAt, type JsonObject } from '../../src/injection/json.ts';
import type { Outcome } from '../../src/injection/outcome.ts';
import type { TemplateSet } from '../../src/injection/template/template.ts';
import { listGoldenCases, readGoldenCase, readGoldenDocuments, type GoldenCase } from '../support/golden-cases.ts';
import { languageCase, type LanguageCase } from '../support/language-cases.ts';
import { CREATION } from '../support/load-example.ts';
import { ADMINISTRATOR, HookedControlPlane, type Reply, type ReviewLine } from './hooked-control-plane.ts';

const SEED = Number(process.env['FC_SEED'] ?? 20_261_122);
const GENERATED = Number(process.env['FC_RUNS'] ?? 500);

/** Namespaces that differ in the label alone: the injector sees all Pods of the first, those that ask of the second, none of the third. */
const ENABLED = 'enabled';
const PLAIN = 'plain';
const UNSEEN = 'unseen';

const OWN_OF_EACH: ReadonlySet<string> = new Set(['uid', 'creationTimestamp', 'namespace', 'managedFields']);
const LABEL = 'sidecar-injector.dev/injection';

let hooked: HookedControlPlane;

beforeAll(async () => {
  hooked = await HookedControlPlane.start();
  await hooked.addNamespace(ENABLED, { labels: { [LABEL]: 'enabled' } });
  await hooked.addNamespace(PLAIN);
  await hooked.addNamespace(UNSEEN, { labels: { [LABEL]: 'disabled' } });
});

afterAll(async () => {
  await hooked[Symbol.asyncDispose]();
});

/** A Pod that is created, the namespace that it is created in, and the templates in force. */
interface Trial {
  readonly pod: JsonObject;
  readonly isEnabled: boolean;
  readonly namespace: NamespaceMetadata;
  readonly templates: TemplateSet;
}

/** What became of it. */
interface Finding {
  readonly without: Reply;
  readonly within: Reply;
  readonly reviews: readonly ReviewLine[];
  /** What the pure core makes of the Pod that the API server would store without us. */
  readonly outcome: Outcome;
}

/** A Pod as the API server reviews it: by itself it has added all that it adds before webhooks are called. */
function asReviewed({ body }: Reply, namespace: string): JsonObject {
  const { managedFields: _, uid: __, ...metadata } = objectAt(body, 'metadata') ?? {};
  return { ...body, metadata: { ...metadata, namespace } };
}

function subjectOf({ isEnabled, namespace }: Trial, pod: JsonObject): Subject {
  const name = isEnabled ? ENABLED : PLAIN;
  const injection = isEnabled ? 'enabled' : 'unset';
  const request = { ...CREATION.request, namespace: name, dryRun: true, userInfo: { username: ADMINISTRATOR } };
  return { ...CREATION, pod, namespace: { name, injection, ...namespace }, request };
}

async function tryOut(trial: Trial): Promise<Finding> {
  const namespace = trial.isEnabled ? ENABLED : PLAIN;
  hooked.describeNamespace(namespace, trial.namespace);
  await hooked.takeReviews();
  const [without, within] = await Promise.all([
    hooked.createPod(UNSEEN, trial.pod),
    hooked.createPod(namespace, trial.pod),
  ]);
  const reviews = await hooked.takeReviews();
  const outcome = injectPod(subjectOf(trial, asReviewed(without, namespace)), trial.templates);
  return { without, within, reviews, outcome };
}

/** Without what differs between any two creations of a Pod: among it the random part of the token volume's name. */
function comparable(pod: JsonObject): object {
  const { generateName } = objectAt(pod, 'metadata') ?? {};
  const isOwn = (field: string): boolean => OWN_OF_EACH.has(field) || (field === 'name' && generateName !== undefined);
  const metadata = Object.entries(objectAt(pod, 'metadata') ?? {}).filter(([field]) => !isOwn(field));
  const { status: _, ...rest } = pod;
  const text = JSON.stringify({ ...rest, metadata: Object.fromEntries(metadata) });
  return JSON.parse(text.replaceAll(/kube-api-access-[a-z0-9]{5}/g, 'kube-api-access')) as object;
}

/** What must be done to one Pod to get the other. */
function differences(from: Reply, to: Reply): readonly object[] {
  return jsonPatch.compare(comparable(from.body), comparable(to.body));
}

/** Compares the Pod in the answer with what the core made of it, once the API server has put its defaults in. */
async function expectWhatTheCoreMade({ within, outcome }: Finding): Promise<void> {
  const { status: _, ...computed } = outcome.pod;
  const { resourceVersion: __, creationTimestamp: ___, ...metadata } = objectAt(computed, 'metadata') ?? {};
  const stored = await hooked.createPod(UNSEEN, { ...computed, metadata: { ...metadata, namespace: UNSEEN } });
  expect(stored.status, JSON.stringify(stored.body)).toBe(201);
  expect(differences(stored, within), 'what the API server holds, made of what the core made').toStrictEqual([]);
}

/** Whether a template was left out for what the Pod held: another's fields may be what it lacked, when they are there. */
function mayComeLater({ verdicts }: Outcome): boolean {
  return verdicts.some(({ decision: { reason } }) => reason === 'expression-failed' || reason === 'condition-false');
}

/** An injected Pod that is created once more, as from a backup, is injected already. */
async function expectNothingMore({ isEnabled }: Trial, { within, outcome }: Finding): Promise<void> {
  if (mayComeLater(outcome)) return;
  const { status: _, ...pod } = within.body;
  const { creationTimestamp: __, ...metadata } = objectAt(pod, 'metadata') ?? {};
  const again = await hooked.createPod(isEnabled ? ENABLED : PLAIN, { ...pod, metadata });
  expect(again.status, JSON.stringify(again.body)).toBe(201);
  expect(differences(within, again), 'what a second injection changes').toStrictEqual([]);
  expect((await hooked.takeReviews()).map(({ decision }) => decision)).toStrictEqual(['skip']);
}

/** What the API server takes without us it takes with us, unless we say no: then with our words. */
async function judge(trial: Trial, finding: Finding): Promise<void> {
  const { without, within, reviews, outcome } = finding;
  const { decision } = outcome;
  if (without.status !== 201) {
    // A template may mend what is amiss; our own no comes before that of the API server.
    expect([without.status, 201, 403]).toContain(within.status);
    return;
  }
  const [review] = reviews;
  if (review !== undefined) {
    const { action, reason } = decision;
    expect({ decision: review.decision, reason: review.reason }).toStrictEqual({ decision: action, reason });
  }
  if (decision.action === 'reject') {
    expect(within.status).toBe(403);
    expect(within.body['message']).toContain(decision.message);
    return;
  }
  expect(within.status, JSON.stringify(within.body)).toBe(201);
  await expectWhatTheCoreMade(finding);
  if (decision.action === 'inject') await expectNothingMore(trial, finding);
}

function byName([left]: readonly [string, number], [right]: readonly [string, number]): number {
  return left < right ? -1 : 1;
}

class Tally {
  readonly #counts = new Map<string, number>();

  note({ without, within, reviews, outcome: { decision } }: Finding): void {
    if (without.status !== 201) return this.#add('refused by the API server itself');
    this.#add('taken without');
    if (within.status === 201) this.#add('taken with');
    this.#add(reviews.length === 0 ? 'not sent' : `${decision.action} ${decision.reason}`);
    if (reviews.length > 1) this.#add('reviewed more than once');
  }

  of(what: string): number {
    return this.#counts.get(what) ?? 0;
  }

  print(title: string): void {
    process.stderr.write(`${title}: ${JSON.stringify(Object.fromEntries([...this.#counts].toSorted(byName)))}\n`);
  }

  #add(what: string): void {
    this.#counts.set(what, this.of(what) + 1);
  }
}

function trialOf(golden: GoldenCase): Trial {
  const { subject } = readGoldenCase(golden);
  const { injection, labels, annotations } = subject.namespace;
  const templates = hooked.useTemplates(readGoldenDocuments(golden));
  return { pod: subject.pod, isEnabled: injection === 'enabled', namespace: { labels, annotations }, templates };
}

function describeFault(error: unknown, generated: LanguageCase): string {
  const diff = error instanceof Error && 'actual' in error ? JSON.stringify(error.actual) : '';
  return `${String(error)} ${diff}\n${JSON.stringify(generated)}`;
}

describe('a Pod with any template', () => {
  const goldens = new Tally();

  it.each(listGoldenCases())('comes out as the core makes it: golden $name', async (golden) => {
    const trial = trialOf(golden);
    const finding = await tryOut(trial);
    goldens.note(finding);
    await judge(trial, finding);
  });

  it('is taken by the API server in nearly all golden cases', () => {
    goldens.print('golden cases');
    expect(goldens.of('taken without')).toBeGreaterThan(listGoldenCases().length * 0.9);
    expect(goldens.of('inject injected')).toBeGreaterThan(listGoldenCases().length / 3);
  });

  it(`comes out as the core makes it: ${GENERATED} generated cases, seed ${SEED}`, async () => {
    const tally = new Tally();
    const faults: string[] = [];
    for (const { documents, ...rest } of fc.sample(languageCase, { numRuns: GENERATED, seed: SEED })) {
      const trial = { ...rest, templates: hooked.useTemplates(new Map(Object.entries(documents))) };
      const finding = await tryOut(trial);
      tally.note(finding);
      await judge(trial, finding).catch((error: unknown) => faults.push(describeFault(error, { documents, ...rest })));
    }
    tally.print('generated cases');
    expect(faults).toStrictEqual([]);
    expect(tally.of('taken without')).toBeGreaterThan(GENERATED / 2);
    expect(tally.of('inject injected')).toBeGreaterThan(GENERATED / 5);
  }, 180_000);
});
