import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import type { Subject } from '../../src/injection/decision.ts';
import { injectPod } from '../../src/injection/inject-pod.ts';
import { objectAt, type JsonObject } from '../../src/injection/json.ts';
import type { Outcome } from '../../src/injection/outcome.ts';
import { parseManifest } from '../../src/injection/template/manifest.ts';
import type { TemplateSet } from '../../src/injection/template/template.ts';
import { buildExample, loadExamples } from './example-folders.ts';
import { CREATION, loadManifest } from './load-example.ts';

const FOLDER = new URL('../golden/', import.meta.url);
const INJECTION_LABEL = 'sidecar-injector.dev/injection';

/**
 * Every file that a case may have; the last three are what it must come to. `templates.from` stands for `templates.yaml` where a
 * case is about examples: it names their folders in deploy/examples, one a line.
 */
export const GOLDEN_FILES: readonly string[] = [
  'templates.yaml',
  'templates.from',
  'pod.yaml',
  'namespace.yaml',
  'patch.json',
  'injected.yaml',
  'report.txt',
];

/** A case: a folder under `test/golden/`. */
export interface GoldenCase {
  readonly name: string;
  readonly folder: URL;
  readonly files: readonly string[];
}

/** All cases, by name. */
export function listGoldenCases(): readonly GoldenCase[] {
  return readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const folder = new URL(`${name}/`, FOLDER);
      return { name, folder, files: readdirSync(folder) };
    });
}

/** What a case is about: the Pod with its namespace, and the templates. Without `namespace.yaml` the namespace has no label. */
export function readGoldenCase({ folder }: GoldenCase): { readonly subject: Subject; readonly templates: TemplateSet } {
  const read = (file: string): string => readFileSync(new URL(file, folder), 'utf8');
  const metadata = existsSync(new URL('namespace.yaml', folder))
    ? objectAt(parse(read('namespace.yaml')) as JsonObject, 'metadata')
    : undefined;
  const label = objectAt(metadata, 'labels')?.[INJECTION_LABEL];
  const injection = label === 'enabled' || label === 'disabled' ? label : 'unset';
  const [labels, annotations] = ['labels', 'annotations'].map((field) => objectAt(metadata, field) ?? {});
  const namespace = { name: 'demo', injection, labels: labels ?? {}, annotations: annotations ?? {} } as const;
  const pod = parse(read('pod.yaml')) as JsonObject;
  return {
    subject: { ...CREATION, pod, namespace },
    templates: existsSync(new URL('templates.from', folder))
      ? loadExamples(read('templates.from').trim().split('\n')).set
      : loadManifest(read('templates.yaml')),
  };
}

/** The template documents of a case, by ConfigMap key. */
export function readGoldenDocuments({ name, folder }: GoldenCase): ReadonlyMap<string, string> {
  const read = (file: string): string => readFileSync(new URL(file, folder), 'utf8');
  if (existsSync(new URL('templates.from', folder))) {
    const examples = read('templates.from').trim().split('\n');
    return new Map(examples.flatMap((example) => Object.entries(buildExample(example).data)));
  }
  const manifest = parseManifest(read('templates.yaml'));
  if (!manifest.ok) throw new Error(`${name}: ${JSON.stringify(manifest.error)}`);
  return manifest.value.source.data;
}

/** The template ConfigMap of a case, as a manifest. */
export function manifestOf(golden: GoldenCase): string {
  if (golden.files.includes('templates.yaml')) return readFileSync(new URL('templates.yaml', golden.folder), 'utf8');
  const data = Object.fromEntries(readGoldenDocuments(golden));
  return stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'envoy-initializer' }, data });
}

/** The outcome of a case. */
export function injectGoldenCase(golden: GoldenCase): {
  readonly subject: Subject;
  readonly templates: TemplateSet;
  readonly outcome: Outcome;
} {
  const { subject, templates } = readGoldenCase(golden);
  return { subject, templates, outcome: injectPod(subject, templates) };
}

/** The files that an outcome comes to. */
export function renderOutcome({ decision, verdicts, warnings, patch, pod }: Outcome): Readonly<Record<string, string>> {
  const report = [
    `decision: ${decision.action} ${decision.reason}`,
    ...('message' in decision ? [`message: ${decision.message}`] : []),
    ...verdicts.map((verdict) => `template ${verdict.template}: ${verdict.decision.action} ${verdict.decision.reason}`),
    ...warnings.map(({ code, message }) => `warning ${code}: ${message}`),
  ];
  return {
    'patch.json':
      patch.length === 0 ? '[]\n' : `[\n${patch.map((operation) => `  ${JSON.stringify(operation)}`).join(',\n')}\n]\n`,
    'injected.yaml': stringify(pod, { lineWidth: 0, aliasDuplicateObjects: false }),
    'report.txt': `${report.join('\n')}\n`,
  };
}
