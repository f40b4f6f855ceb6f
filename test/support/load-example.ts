import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { MutateContext } from '../../src/admission/mutate.ts';
import type { Subject } from '../../src/injection/decision.ts';
import type { Target } from '../../src/injection/add-template.ts';
import { NOTHING_ADDED } from '../../src/injection/added-metadata.ts';
import { factsOf } from '../../src/injection/inject-pod.ts';
import type { JsonObject } from '../../src/injection/json.ts';
import { loadTemplates, NO_TEMPLATES } from '../../src/injection/template/load-templates.ts';
import { parseManifest } from '../../src/injection/template/manifest.ts';
import { parseTemplate } from '../../src/injection/template/parse-template.ts';
import type { Overlay, Template, TemplateSet } from '../../src/injection/template/template.ts';

const EXAMPLE = new URL('../../deploy/examples/envoy-initializer.yaml', import.meta.url);
const REVIEWS = new URL('../fixtures/reviews/', import.meta.url);

/** The namespaces that no test injects into. */
export const PROTECTED: ReadonlySet<string> = new Set(['kube-system']);

/** SHA-256 as the core asks for it. */
export function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** UTF-8 as base64. */
export function encodeBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** A template that must be good. */
export function templateOf(key: string, text: string): Template {
  const parsed = parseTemplate(key, text, sha256Hex);
  if (!parsed.ok) throw new Error(`template ${key}: ${JSON.stringify(parsed.error)}`);
  return parsed.value.template;
}

/** The templates of documents by ConfigMap key, broken ones as the loader leaves them. */
export function setOf(documents: Readonly<Record<string, string>>): TemplateSet {
  const source = { data: new Map(Object.entries(documents)), retired: new Set<string>() };
  return loadTemplates(NO_TEMPLATES, source, sha256Hex).set;
}

/** The templates of a ConfigMap manifest that must be good. */
export function loadManifest(text: string): TemplateSet {
  const manifest = parseManifest(text);
  if (!manifest.ok) throw new Error(JSON.stringify(manifest.error));
  const loaded = loadTemplates(NO_TEMPLATES, manifest.value.source, sha256Hex);
  if (loaded.problems.size > 0) throw new Error(JSON.stringify([...loaded.problems]));
  return loaded.set;
}

/** The seed's own ConfigMap. */
export function loadExample(): TemplateSet {
  return loadManifest(readFileSync(EXAMPLE, 'utf8'));
}

/** What standalone would review with: every namespace enabled or none. */
export function contextOf(templates: TemplateSet, isEnabledEntry = false): MutateContext {
  return {
    templates,
    protectedNamespaces: PROTECTED,
    isEnabledEntry,
    expectsNamespaces: false,
    findNamespace: () => undefined,
    hasNativeSidecars: true,
    encodeBase64,
  };
}

/** What the tests have in common: a Pod is created, in a cluster with native sidecars. */
export const CREATION: Omit<Subject, 'pod' | 'namespace'> = {
  isPodCreate: true,
  protectedNamespaces: PROTECTED,
  request: { operation: 'CREATE', namespace: 'demo', kind: { group: '', version: 'v1', kind: 'Pod' } },
  hasNativeSidecars: true,
};

/** A Pod that is created in a namespace of no label. */
export function subjectOf(pod: JsonObject, injection: Subject['namespace']['injection'] = 'unset'): Subject {
  const namespace = { name: 'demo', injection, labels: {}, annotations: {} };
  return { ...CREATION, pod, namespace };
}

/** What a template lays over every Pod; only for a template without expressions. */
export function overlayOf({ name, rendering }: Template): Overlay {
  if ('overlay' in rendering) return rendering.overlay;
  throw new Error(`the template ${name} has expressions`);
}

/** A Pod that asks for one template, as it comes to that template. */
export function targetOf(pod: JsonObject, isExplicit = true): Target {
  return {
    pod,
    added: NOTHING_ADDED,
    isExplicit,
    placed: { containers: 0, initContainers: 0 },
    hasNativeSidecars: true,
    injected: new Set(),
    facts: factsOf(subjectOf(pod), new Set()),
  };
}

/** A Pod with one container, asking for injection with these annotations. */
export function podOf(
  spec: JsonObject = {},
  annotations: JsonObject = { 'sidecar-injector.dev/inject': 'true' },
): JsonObject {
  const containers = [{ name: 'app', image: 'shop:1' }];
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'shop', annotations }, spec: { containers, ...spec } };
}

/** A review recorded from a real API server. */
export interface RecordedReview {
  readonly name: string;
  readonly body: JsonObject;
}

/** Every recorded review, by the name of its file. */
export function loadReviews(): readonly RecordedReview[] {
  return readdirSync(REVIEWS)
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .map((file) => ({
      name: file.replace('.json', ''),
      body: JSON.parse(readFileSync(new URL(file, REVIEWS), 'utf8')) as JsonObject,
    }));
}
