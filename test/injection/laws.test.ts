import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_CONTAINER_ANNOTATION, STATUS_ANNOTATION } from '../../src/injection/annotations.ts';
import { injectPod } from '../../src/injection/inject-pod.ts';
import { isJsonObject, objectAt, objectsAt, ownValue, type JsonObject } from '../../src/injection/json.ts';
import type { PatchOperation } from '../../src/injection/outcome.ts';
import { diff } from '../../src/injection/patch.ts';
import { isPluginsTokenMount } from '../../src/injection/token-mount.ts';
import { applyPatch, applyToAny, copyOf, deepFreeze } from '../support/apply-patch.ts';
import { generatedCase, type GeneratedCase } from '../support/arbitraries.ts';
import { overlayOf } from '../support/load-example.ts';
import { editedJson } from '../support/edited-json.ts';

/** A law is tried on this many cases; `FC_RUNS=100000 npx vitest run laws` looks longer. `FC_SEED` repeats a run. */
const numRuns = Number(process.env['FC_RUNS'] ?? 1_000);
const seed = Number(process.env['FC_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** The cases are made once for all laws: compiling their templates takes nearly all of the time. */
const cases = fc.sample(generatedCase, { numRuns, seed });

/** A deep comparison that sees `__proto__` keys. */
function expectSame(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toStrictEqual(expected);
  expect(isDeepStrictEqual(actual, expected)).toBe(true);
}

/** Tries a law on every case; a case that breaks it is shrunk and shown with its seed. */
function check(law: (generated: GeneratedCase) => void): void {
  for (const one of cases) {
    try {
      law(one);
    } catch (error) {
      fc.assert(fc.property(generatedCase, law), { numRuns, seed });
      throw error;
    }
  }
}

function replaces({ templates }: GeneratedCase): boolean {
  return [...templates.templates.values()].some(({ onConflict }) => onConflict === 'replace');
}

/** The entries of a list whose names the reviewed Pod's list had. */
function ownEntries(before: JsonObject, after: JsonObject, list: string): readonly JsonObject[] {
  const names = new Set(objectsAt(before, list).map(({ name }) => name));
  return objectsAt(after, list).filter(({ name }) => names.has(name));
}

/** Whether a template may change the user's containers: by an entry `"*"`, or because one has the image `auto`. */
function mayTouchContainers({ subject, templates }: GeneratedCase): boolean {
  const spec = objectAt(subject.pod, 'spec');
  const all = [...objectsAt(spec, 'containers'), ...objectsAt(spec, 'initContainers')];
  return hasApplications(templates) || all.some(({ image }) => image === 'auto');
}

function hasApplications({ templates }: GeneratedCase['templates']): boolean {
  return [...templates.values()].some((template) => Object.keys(overlayOf(template).applications).length > 0);
}

/** Whether a value holds all that another does: every field, and every entry of lists. */
function holdsAll(after: unknown, before: unknown): boolean {
  if (Array.isArray(before))
    return Array.isArray(after) && before.every((entry) => after.some((one) => holdsAll(one, entry)));
  if (!isJsonObject(before) || !isJsonObject(after)) return before === null || isDeepStrictEqual(after, before);
  return Object.entries(before).every(([key, value]) => holdsAll(ownValue(after, key), value));
}

/** The mounts of an override but for that of the token: the API server adds it, and a template may hide it. */
function withoutToken({ volumeMounts }: JsonObject): JsonObject {
  if (!Array.isArray(volumeMounts)) return {};
  return { volumeMounts: volumeMounts.filter((mount) => !(isJsonObject(mount) && isPluginsTokenMount(mount))) };
}

function containersOf(pod: JsonObject): readonly JsonObject[] {
  return ['containers', 'initContainers'].flatMap((list) => objectsAt(objectAt(pod, 'spec'), list));
}

function annotationsOf(pod: JsonObject): JsonObject | undefined {
  return objectAt(objectAt(pod, 'metadata'), 'annotations');
}

const DEFAULTED = new Set(
  ['terminationGracePeriodSeconds', 'dnsPolicy', 'schedulerName', 'enableServiceLinks'].map(
    (field) => `/spec/${field}`,
  ),
);
const STATUS_PATH = '/metadata/annotations/sidecar-injector.dev~1status';

function mayReplace({ op, path }: PatchOperation, generated: GeneratedCase): boolean {
  return op === 'replace' && (replaces(generated) || DEFAULTED.has(path) || path === STATUS_PATH);
}

describe('injectPod', () => {
  it('gives a patch that turns the reviewed Pod into the injected one', () => {
    check(({ subject, templates }) => {
      const { patch, pod } = injectPod(subject, templates);
      expectSame(applyPatch(subject.pod, patch), copyOf(pod));
    });
  });

  it('changes nothing in a Pod that it has injected', () => {
    check(({ subject, templates }) => {
      const { decision, pod: injected } = injectPod(subject, templates);
      const pod = copyOf(injected);
      const again = injectPod({ ...subject, pod }, templates);
      expectSame(again.patch, []);
      expect(again.pod).toBe(pod);
      if (decision.action === 'inject') expect(again.decision.action).toBe('skip');
      else expect(again.decision).toStrictEqual(decision);
    });
  });

  it('decides to inject if and only if there is a patch', () => {
    check(({ subject, templates }) => {
      const { decision, patch, pod } = injectPod(subject, templates);
      expect(decision.action === 'inject').toBe(patch.length > 0);
      expect(decision.action === 'inject').toBe(pod !== subject.pod);
    });
  });

  it('keeps content and order of the containers that the Pod has', () => {
    check((generated) => {
      if (mayTouchContainers(generated)) return;
      const { subject, templates } = generated;
      const before = objectAt(subject.pod, 'spec') ?? {};
      const after = objectAt(injectPod(subject, templates).pod, 'spec') ?? {};
      for (const list of ['containers', 'initContainers'])
        expectSame(ownEntries(before, after, list), objectsAt(before, list));
    });
  });

  it('takes nothing away from the containers that the Pod has, whatever "*" and auto add', () => {
    check((generated) => {
      const { subject, templates } = generated;
      if (replaces(generated)) return;
      const [before, after] = [subject.pod, injectPod(subject, templates).pod].map((pod) => containersOf(pod));
      for (const own of before ?? []) {
        const { image, imagePullPolicy: _, terminationMessagePath: __, ...rest } = own;
        const kept = image === 'auto' ? { ...rest, ...withoutToken(own) } : own;
        expect((after ?? []).some((one) => one['name'] === own['name'] && holdsAll(one, kept))).toBe(true);
      }
    });
  });

  it('keeps every field of the spec that the Pod has unless a template replaces or a default counts as unset', () => {
    check((generated) => {
      const { subject, templates } = generated;
      if (replaces(generated)) return;
      const before = objectAt(subject.pod, 'spec') ?? {};
      const after = objectAt(injectPod(subject, templates).pod, 'spec') ?? {};
      expectSame(ownEntries(before, after, 'volumes'), objectsAt(before, 'volumes'));
      for (const [field, value] of Object.entries(before)) {
        if (typeof value !== 'object' && !DEFAULTED.has(`/spec/${field}`)) expect(ownValue(after, field)).toBe(value);
      }
    });
  });

  it('keeps every label and annotation that the Pod has', () => {
    check(({ subject, templates }) => {
      const before = objectAt(subject.pod, 'metadata');
      const after = objectAt(injectPod(subject, templates).pod, 'metadata');
      for (const field of ['labels', 'annotations']) {
        for (const [key, value] of Object.entries(objectAt(before, field) ?? {}))
          if (key !== STATUS_ANNOTATION) expect(ownValue(objectAt(after, field), key)).toBe(value);
      }
    });
  });

  it('names the first container of the Pod as the default one where a sidecar comes before it', () => {
    check(({ subject, templates }) => {
      const { pod } = injectPod(subject, templates);
      const first = objectsAt(objectAt(subject.pod, 'spec'), 'containers')[0];
      // An override may move to the init containers.
      if (first?.['image'] === 'auto') return;
      if (objectsAt(objectAt(pod, 'spec'), 'containers')[0]?.['name'] === first?.['name']) return;
      const own = ownValue(annotationsOf(subject.pod), DEFAULT_CONTAINER_ANNOTATION);
      expect(ownValue(annotationsOf(pod), DEFAULT_CONTAINER_ANNOTATION)).toBe(own ?? first?.['name']);
    });
  });

  it('never changes the Pod under review', () => {
    check(({ subject, templates }) => {
      const text = JSON.stringify(subject.pod);
      injectPod(deepFreeze(subject), deepFreeze(templates));
      expect(JSON.stringify(subject.pod)).toBe(text);
    });
  });

  it('leaves Object.prototype as it is', () => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    check(({ subject, templates }) => {
      injectPod(subject, templates);
      expect(Object.getOwnPropertyNames(Object.prototype)).toStrictEqual(before);
    });
  });

  it('only adds unless a template replaces, a default counts as unset, or there is an earlier record', () => {
    check((generated) => {
      if (mayTouchContainers(generated)) return;
      const { patch } = injectPod(generated.subject, generated.templates);
      expect(patch.filter((operation) => operation.op !== 'add' && !mayReplace(operation, generated))).toStrictEqual(
        [],
      );
    });
  });
});

describe('diff', () => {
  it('gives a patch that turns one value into the other', () => {
    const law = fc.property(editedJson, ({ before, after }) => {
      expectSame(applyToAny(before, diff(before, after)), copyOf(after));
    });
    fc.assert(law, { numRuns, seed });
  });
});
