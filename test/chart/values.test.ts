import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { isJsonObject, type Json, type JsonObject } from '../../src/injection/json.ts';
import { DEFAULT_PROTECTED_NAMESPACES, DEFAULT_TEMPLATE_CONFIGMAP } from '../../src/settings.ts';
import { renderChartFiles } from '../support/generate/chart-files.ts';
import { parseChartValues } from '../support/generate/chart-values.ts';
import { CHART, helm, releaseArgs } from '../support/helm.ts';
import { REPOSITORY } from '../support/serve-process.ts';

function read(file: string): string {
  return readFileSync(join(CHART, file), 'utf8');
}

const schema = JSON.parse(read('values.schema.json')) as JsonObject;

/** What helm says of values, of which one is refused. */
async function refusalOf(...values: readonly string[]): Promise<string> {
  const { code, stderr } = await helm([
    'template',
    ...releaseArgs(),
    ...values.flatMap((value) => ['--set-json', value]),
  ]);
  expect(code, values.join(' ')).toBe(1);
  return stderr;
}

/** Every object schema in a schema, with its place. */
function objectSchemas(value: Json, path = '#'): readonly (readonly [path: string, schema: JsonObject])[] {
  if (typeof value !== 'object' || value === null) return [];
  const children = Object.entries(value).flatMap(([key, child]) => objectSchemas(child as Json, `${path}/${key}`));
  return isJsonObject(value) && value['type'] === 'object' ? [[path, value], ...children] : children;
}

describe('the generated files of the chart', () => {
  it('are what their sources give: if not, run npm run generate', async () => {
    const files = await renderChartFiles();
    const stale = [...files].filter(([path, text]) => readFileSync(join(REPOSITORY, path), 'utf8') !== text);
    expect(stale.map(([path]) => path)).toEqual([]);
    expect(files.size).toBe(5);
  });

  it('have the version of package.json', () => {
    const { version } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as { version: string };
    const chart = parse(read('Chart.yaml')) as {
      version: string;
      appVersion: string;
      annotations: Record<string, string>;
    };
    expect([chart.version, chart.appVersion]).toEqual([version, version]);
    const images = parse(chart.annotations['artifacthub.io/images'] ?? '') as readonly object[];
    expect(images).toEqual([{ name: 'sidecar-injector', image: `sidecar-injector:${version}` }]);
  });
});

describe('Chart.yaml', () => {
  it('says what Artifact Hub asks for, in the form that it asks for', () => {
    const { annotations } = parse(read('Chart.yaml')) as { annotations: Readonly<Record<string, string>> };
    const lists = ['changes', 'links', 'images'].map(
      (name) => parse(annotations[`artifacthub.io/${name}`] ?? '') as unknown,
    );
    expect(lists).toMatchObject([
      [
        {
          kind: expect.stringMatching(/^(added|changed|deprecated|removed|fixed|security)$/),
          description: expect.any(String),
        },
      ],
      [1, 2].map(() => ({ name: expect.any(String), url: expect.stringMatching(/^https:/) })),
      [{ name: expect.any(String), image: expect.any(String) }],
    ]);
    const flags = ['prerelease', 'containsSecurityUpdates'].map((name) => annotations[`artifacthub.io/${name}`]);
    expect(flags).toEqual(['false', 'false']);
    expect(annotations['artifacthub.io/license']).toBe('Apache-2.0');
  });
});

describe('values.yaml', () => {
  it('has the defaults of the program', () => {
    const values = parse(read('values.yaml')) as {
      protectedNamespaces: readonly string[];
      templates: { configMap: string };
    };
    expect(values.protectedNamespaces).toEqual(DEFAULT_PROTECTED_NAMESPACES);
    expect(values.templates.configMap).toBe(DEFAULT_TEMPLATE_CONFIGMAP);
  });

  it.each([
    ['a value without a description', 'a: 1\n', 'the value a has no description'],
    ['a section with such a value', 'a:\n  # -- One.\n  b: 1\n  c: 2\n', 'the value a.c has no description'],
    ['a broken schema', '# -- One.\n# @schema {"type"\na: 1\n', 'the @schema of a is no JSON'],
  ])('cannot have %s', (_, text, message) => {
    expect(() => parseChartValues(text)).toThrow(message);
  });
});

describe('values.schema.json', () => {
  it('is closed everywhere but for what other charts hand down', () => {
    const open = objectSchemas(schema).filter(
      ([, { additionalProperties: rest }]) => rest === undefined || rest === true,
    );
    expect(open.map(([path]) => path)).toEqual(['#/properties/global']);
  });

  it.each([
    ['an unknown value', 'replicas=3', `at '': additional properties 'replicas' not allowed`],
    ['a misspelt value', 'image.repo="x"', `at '/image': additional properties 'repo' not allowed`],
    ['a wrong type', 'server.replicas="two"', `at '/server/replicas': got string`],
    [
      'a wrong choice',
      'webhook.failurePolicy="fail"',
      `at '/webhook/failurePolicy': value must be one of '', 'Fail', 'Ignore'`,
    ],
    ['a wrong digest', 'image.digest="sha256:1"', `at '/image/digest'`],
    ['a number out of bounds', 'webhook.timeoutSeconds=31', `at '/webhook/timeoutSeconds': maximum: got 31, want 30`],
    [
      'a misspelt field of Kubernetes',
      'tolerations=[{"kei":"a"}]',
      `at '/tolerations/0': additional properties 'kei' not allowed`,
    ],
    ['a wrong quantity', 'server.resources.limits.memory="256 MB"', `at '/server/resources/limits/memory'`],
    ['a label that is no text', 'podLabels={"a":1}', `at '/podLabels/a': got number, want string`],
    ['a caBundle', 'webhook.caBundle="eA=="', `at '/webhook': additional properties 'caBundle' not allowed`],
    ['a provider that there is not', 'certificates.provider="none"', `at '/certificates/provider'`],
  ])('refuses %s', async (_, value, message) => {
    expect(await refusalOf(value)).toContain(message);
  });

  it('takes what another chart hands down', async () => {
    const { code } = await helm(['template', ...releaseArgs(), '--set-json', 'global={"imageRegistry":"x"}']);
    expect(code).toBe(0);
  });
});

describe('the chart refuses what cannot work', () => {
  it.each([
    [
      'the profile ignore with failurePolicy Fail',
      ['profiles.ignore=true', 'webhook.failurePolicy="Fail"'],
      'exclude each other',
    ],
    [
      'a guard of other templates',
      ['profiles.ignore=true', 'templates.data={"a.yaml":"x"}'],
      'export --guard --template-file FILE',
    ],
    [
      'a guard of a ConfigMap of yours',
      ['guard.enabled=true', 'templates.create=false'],
      'export --guard --template-file FILE',
    ],
    ['a guard for other namespaces', ['guard.enabled=true', 'protectedNamespaces=["a"]'], '--protected-namespaces a >'],
    ['reviews of its own Pods', ['podAnnotations={"sidecar-injector.dev/inject":"true"}'], 'is always "false"'],
  ])('%s', async (_, values, message) => {
    expect(await refusalOf(...values)).toContain(message);
  });

  it('the namespace default', async () => {
    const { code, stderr } = await helm(['template', ...releaseArgs({ namespace: 'default' })]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('cannot be installed into the namespace default')]);
  });

  it('an older Kubernetes', async () => {
    const versions = ['1.29.14', '1.30.0'];
    const results = await Promise.all(
      versions.map((version) => helm(['template', ...releaseArgs(), '--kube-version', version])),
    );
    expect(results.map(({ code }) => code)).toEqual([1, 0]);
    expect(results[0]?.stderr).toContain('chart requires kubeVersion: >=1.30.0-0');
  });
});
