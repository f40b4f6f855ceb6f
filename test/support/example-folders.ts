import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { injectPod } from '../../src/injection/inject-pod.ts';
import { objectAt, type JsonObject } from '../../src/injection/json.ts';
import type { Outcome } from '../../src/injection/outcome.ts';
import { loadTemplates, NO_TEMPLATES, type LoadedTemplates } from '../../src/injection/template/load-templates.ts';
import { sha256Hex, subjectOf } from './load-example.ts';

const FOLDER = new URL('../../deploy/examples/', import.meta.url);

/** The ConfigMap of an example, as kustomize makes it. */
export interface ExampleConfigMap {
  readonly name: string;
  readonly namespace: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, string>>;
}

interface Kustomization {
  readonly namespace: string;
  readonly configMapGenerator: readonly {
    readonly name: string;
    readonly files: readonly string[];
    readonly options: {
      readonly disableNameSuffixHash: boolean;
      readonly annotations?: Readonly<Record<string, string>>;
    };
  }[];
}

/** The names of all examples that have a folder of their own; the template of each has the same name. */
export function listExamples(): readonly string[] {
  return readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

/** Reads a file of an example. */
export function readExampleFile(example: string, file: string): string {
  return readFileSync(new URL(`${example}/${file}`, FOLDER), 'utf8');
}

/**
 * Makes the ConfigMap of an example from its kustomization. `test/cluster/examples.test.ts` shows that kustomize makes the same.
 *
 * @throws When it generates anything but one ConfigMap with a fixed name.
 */
export function buildExample(example: string): ExampleConfigMap {
  const { namespace, configMapGenerator } = parse(readExampleFile(example, 'kustomization.yaml')) as Kustomization;
  const [generator, ...others] = configMapGenerator;
  if (generator?.options.disableNameSuffixHash !== true || others.length > 0)
    throw new Error(`deploy/examples/${example} makes no single ConfigMap with a fixed name`);
  const { name, files, options } = generator;
  const data = Object.fromEntries(files.map((file) => [file, readExampleFile(example, file)]));
  return { name, namespace, annotations: options.annotations ?? {}, data };
}

/** Loads the templates of examples as if they stood in one ConfigMap. */
export function loadExamples(examples: readonly string[]): LoadedTemplates {
  const documents = examples.flatMap((example) => Object.entries(buildExample(example).data));
  return loadTemplates(NO_TEMPLATES, { data: new Map(documents), retired: new Set() }, sha256Hex);
}

/** The Pod of a workload: itself, or its Pod template. */
function podOf(manifest: JsonObject): JsonObject {
  const template = objectAt(objectAt(manifest, 'spec'), 'template');
  return template === undefined ? manifest : { apiVersion: 'v1', kind: 'Pod', ...template };
}

/** The workload of an example as its template leaves it: `pod.yaml`, or the Pod template in it. */
export function injectExample(example: string): Outcome {
  const pod = podOf(parse(readExampleFile(example, 'pod.yaml')) as JsonObject);
  return injectPod(subjectOf(pod), loadExamples([example]).set);
}
