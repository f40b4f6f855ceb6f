import { injectPod } from '../../../src/injection/inject-pod.ts';
import { objectAt, objectsAt, type JsonObject } from '../../../src/injection/json.ts';
import type { Outcome } from '../../../src/injection/outcome.ts';
import type { ConflictPolicy, Template, TemplateSet } from '../../../src/injection/template/template.ts';
import { subjectOf, templateOf } from '../load-example.ts';

const KEY = 'envoy';

/** Parsing takes longer than merging, and a document is laid over several Pods. */
const parsed = new WeakMap<JsonObject, Template>();

/** What comes of one Pod and one template under each policy. */
export type Outcomes = Readonly<Record<ConflictPolicy, Outcome>>;

/**
 * Our merge as users see it: a Pod that asks, and the document of the only template. The document is parsed once; it must
 * be good, and say nothing of `onConflict`.
 */
export function mergeUnderEachPolicy(pod: JsonObject, document: JsonObject): Outcomes {
  const template = parsed.get(document) ?? templateOf(KEY, JSON.stringify(document));
  parsed.set(document, template);
  const inject = (onConflict: ConflictPolicy): Outcome => {
    const outcome = injectPod(subjectOf(pod), setOfOne({ ...template, onConflict }));
    return { ...outcome, pod: withoutImpliedHostPorts(outcome.pod) };
  };
  return { keep: inject('keep'), replace: inject('replace'), reject: inject('reject') };
}

/**
 * On a host network a port of an entry `"*"` is written with the hostPort that the API server would give it. Go's merge knows
 * no such default, and no generated Pod or template has a hostPort.
 */
function withoutImpliedHostPorts(pod: JsonObject): JsonObject {
  const spec = objectAt(pod, 'spec');
  if (spec?.['hostNetwork'] !== true) return pod;
  const containers = objectsAt(spec, 'containers').map((container) =>
    Array.isArray(container['ports']) ? withPorts(container) : container,
  );
  return { ...pod, spec: { ...spec, containers } };
}

function withPorts(container: JsonObject): JsonObject {
  const ports = objectsAt(container, 'ports').map(({ hostPort, ...port }) =>
    hostPort === port['containerPort'] ? port : Object.assign({ hostPort }, port),
  );
  return { ...container, ports };
}

function setOfOne(template: Template): TemplateSet {
  return { templates: new Map([[template.name, template]]), unavailable: new Map(), defaultName: template.name };
}
