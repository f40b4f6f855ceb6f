import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { runCli } from '../../src/cli/program.ts';

const ROOT = new URL('../../', import.meta.url);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'export-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Run {
  readonly code: number;
  readonly out: string;
  readonly said: string;
}

async function run(...args: readonly string[]): Promise<Run> {
  let [out, said] = ['', ''];
  const code = await runCli(args, {
    version: '0.0.0',
    exampleTemplateFile: '',
    say: (text) => void (said += text),
    writeOut: (text) => void (out += text),
    waitForStop: () => new Promise(() => undefined),
  });
  return { code, out, said };
}

/** Writes a manifest whose templates stand in it as they are: after the key's line, indented by 4. */
async function manifest(documents: Readonly<Record<string, string>>): Promise<string> {
  const file = join(folder, 'templates.yaml');
  const head = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n';
  const keys = Object.entries(documents).map(
    ([key, text]) => `  ${key}: |\n${text.replaceAll(/^/gm, '    ').trimEnd()}\n`,
  );
  await writeFile(file, head + keys.join(''));
  return file;
}

interface Policy {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

function namesOf(output: string): readonly string[] {
  return parseAllDocuments(output)
    .map((document) => document.toJS() as Policy)
    .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
}

const TWO = {
  one: 'default: true\ncontainers: [{name: a, image: i:1}]\n',
  two: 'containers: [{name: b, image: i:1}]\n',
};

/** Templates that no policy can express, each with the line of the report. */
const INEXPRESSIBLE: readonly { readonly document: string; readonly report: string }[] = [
  {
    document: 'containers:\n- {name: a, image: i:1}\n- name: "*"\n  env: [{name: A, value: b}]\n',
    report:
      '3:9: tpl: containers[1].name: the entry "*" needs the webhook: a policy does not know the containers of a Pod that it would change',
  },
  {
    document: 'initContainers:\n- name: "*"\n  env: [{name: A, value: b}]\ncontainers: [{name: a, image: i:1}]\n',
    report:
      '2:9: tpl: initContainers[0].name: the entry "*" needs the webhook: a policy does not know the containers of a Pod that it would change',
  },
  {
    document: 'onConflict: replace\ncontainers: [{name: a, image: i:1}]\n',
    report:
      '1:13: tpl: onConflict: onConflict: replace needs the webhook: a policy only adds, whatever else writes the same field',
  },
  {
    document: 'containers: [{name: a, image: i:1}]\nonConflict: reject\n',
    report: '2:13: tpl: onConflict: onConflict: reject needs the webhook: a policy that changes Pods cannot refuse one',
  },
  {
    document: "containers:\n- name: a\n  image: i:1\n  args: ['${{ request.uid }}']\n",
    report: '4:23: tpl: containers[0].args[0]: a policy does not know the uid of a request',
  },
  {
    document: "when: namespaceObject.kind == 'x'\ncontainers: [{name: a, image: i:1}]\n",
    report: '1:23: tpl: when: a policy knows only the metadata of namespaceObject, not "kind"',
  },
  {
    document: "when: namespaceObject.metadata.uid == 'x'\ncontainers: [{name: a, image: i:1}]\n",
    report: '1:32: tpl: when: of a namespace only name, labels, annotations can be read, not uid',
  },
  {
    document: 'containers:\n- {name: a, image: i:1, args: "${{ [\'x\', object.metadata.namespace] }}"}\n',
    report:
      '2:42: tpl: containers[0].args: the API server takes literals of one type only: put each element into dyn(…)',
  },
  {
    document: "params: {p: {type: string, default: x}}\ncontainers: [{name: a, image: 'i:${{ (params).p }}'}]\n",
    report: '2:39: tpl: containers[0].image: write params.p, without parentheses',
  },
  {
    document: "containers: [{name: a, image: 'i:${{ 1.5 * 2.0 }}'}]\n",
    report: '1:38: tpl: containers[0].image: the API server writes this number in another way: put it into string(…)',
  },
  {
    document: "nodeSelector: '${{ object.metadata.labels }}'\ncontainers: [{name: a, image: i:1}]\n",
    report:
      '1:15: tpl: nodeSelector: a policy merges this field entry by entry: write it out, with expressions inside it',
  },
  {
    document:
      "containers:\n- name: a\n  image: i:1\n  ports:\n  - {containerPort: 1, hostPort: '${{ object.spec.containers.size() }}'}\n",
    report:
      '5:5: tpl: containers[0].ports[0]: a policy cannot tell whether a host port is taken that an expression gives',
  },
  {
    document: 'containers: [{name: a, image: i:1, args: ["\\ud800"]}]\n',
    report: '1:43: tpl: containers[0].args[0]: half of a surrogate pair cannot be written in CEL',
  },
];

describe('sidecar-injector export', () => {
  it('writes the default template, as two policies with their bindings', async () => {
    const { code, out, said } = await run('export', '--template-file', await manifest(TWO));
    expect([code, said]).toEqual([0, '']);
    expect(namesOf(out)).toEqual([
      'MutatingAdmissionPolicy sidecar-injector-one-requested',
      'MutatingAdmissionPolicyBinding sidecar-injector-one-requested',
      'MutatingAdmissionPolicy sidecar-injector-one-enabled',
      'MutatingAdmissionPolicyBinding sidecar-injector-one-enabled',
    ]);
  });

  it('says where it comes from, and what differs from the webhook', async () => {
    const file = await manifest(TWO);
    const comments = (await run('export', 'two', '--template-file', file)).out
      .split('\n')
      .filter((line) => line.startsWith('#'));
    expect(comments).toEqual([
      expect.stringMatching(/^# The template "two", revision [0-9a-f]{12}, from .*templates.yaml\.$/),
      '# Written by sidecar-injector export for Kubernetes 1.36 and newer: export again when the template changes.',
      '#',
      '# What differs from the webhook:',
      expect.stringMatching(/^# - What the webhook refuses /),
      expect.stringMatching(/^# - A Pod that has a container of one of these names /),
      expect.stringMatching(/^# - An annotation for a parameter /),
      expect.stringMatching(/^# - With other policies /),
      expect.stringMatching(/^# - There is no record on the Pod /),
    ]);
  });

  it('writes the named templates once each as a List with -o json, the same as in YAML', async () => {
    const file = await manifest(TWO);
    const json = await run('export', 'two', 'one', 'two', '--template-file', file, '-o', 'json');
    const list = JSON.parse(json.out) as { kind: string; items: readonly object[] };
    const yaml = await run('export', 'two', 'one', '--template-file', file);
    expect(list.kind).toBe('List');
    expect(list.items).toEqual(parseAllDocuments(yaml.out).map((document) => document.toJS() as object));
    expect(list.items).toHaveLength(8);
  });

  it('leaves out the protected namespaces that it is told, and the injector’s own', async () => {
    const args = ['--protected-namespaces', 'a, b', '--namespace', 'own'];
    const { out } = await run('export', '--template-file', await manifest(TWO), ...args, '-o', 'json');
    expect(out.replaceAll(/\s+/g, '')).toContain('"operator":"NotIn","values":["a","b","own"]');
  });

  it('writes guards of all templates, and of the annotation', async () => {
    const { code, out } = await run('export', '--guard', '--template-file', await manifest(TWO));
    expect(code).toBe(0);
    expect(namesOf(out).filter((name) => !name.includes('Binding'))).toEqual([
      'ValidatingAdmissionPolicy sidecar-injector-guard-annotation',
      'ValidatingAdmissionPolicy sidecar-injector-guard-one-requested',
      'ValidatingAdmissionPolicy sidecar-injector-guard-one-enabled',
      'ValidatingAdmissionPolicy sidecar-injector-guard-two-requested',
      'ValidatingAdmissionPolicy sidecar-injector-guard-two-enabled',
    ]);
  });

  it('guards templates that no policy can add', async () => {
    const document =
      'onConflict: replace\ncontainers: [{name: a, image: i:1}, {name: "*", env: [{name: A, value: b}]}]\n';
    expect(await run('export', '--guard', '--template-file', await manifest({ tpl: document }))).toMatchObject({
      code: 0,
      said: '',
    });
  });

  it('has nothing to guard in a template without containers, and says so', async () => {
    const file = await manifest({ tpl: 'metadata: {labels: {a: b}}\ncontainers: []\n' });
    const { code, out } = await run('export', '--guard', '--template-file', file);
    expect(code).toBe(0);
    expect(out).toContain('# The template brings no container, so there is nothing to look for.\n');
    expect(namesOf(out).filter((name) => name.includes('guard-tpl'))).toEqual([]);
  });
});

describe('sidecar-injector export, where it cannot', () => {
  it.each(INEXPRESSIBLE)('says $report', async ({ document, report }) => {
    const file = await manifest({ tpl: document });
    const [line = '', column, ...rest] = report.split(':');
    const expected = [Number(line) + 5, Number(column) + 4].join(':');
    const { code, out, said } = await run('export', '--template-file', file);
    expect([code, out, said]).toEqual([1, '', `sidecar-injector: ${file}:${expected}:${rest.join(':')}\n`]);
  });

  it('says all of it, and writes nothing', async () => {
    const bad =
      'onConflict: reject\nwhen: "request.uid != \'\'"\ncontainers: [{name: "*", env: [{name: A, value: b}]}]\n';
    const { code, out, said } = await run('export', 'one', 'bad', '--template-file', await manifest({ ...TWO, bad }));
    expect([code, out]).toEqual([1, '']);
    expect(said.split('\n').map((line) => /bad: ([a-zA-Z[\]0-9.]+): /.exec(line)?.[1])).toEqual([
      'onConflict',
      'when',
      'containers[0].name',
      undefined,
    ]);
  });

  it('names the templates that there are where one is unknown', async () => {
    const file = await manifest(TWO);
    expect(await run('export', 'three', '--template-file', file)).toEqual({
      code: 1,
      out: '',
      said: `sidecar-injector: ${file}: no template "three"; there are "one", "two"\n`,
    });
  });

  it('says why a template is broken', async () => {
    const file = await manifest({ tpl: 'containers: [{name: a}]\n' });
    const said = `sidecar-injector: ${file}: the template "tpl" is broken: line 1: a Container needs the field "image"\n`;
    expect(await run('export', 'tpl', '--template-file', file)).toEqual({ code: 1, out: '', said });
    expect(await run('export', '--guard', '--template-file', file)).toEqual({ code: 1, out: '', said });
    const without = await run('export', '--template-file', file);
    expect([without.code, without.said]).toEqual([
      1,
      `sidecar-injector: ${file}: there is no default template (line 1: a Container needs the field "image"): name those to export\n`,
    ]);
  });

  it('tells wrong usage apart', async () => {
    expect((await run('export', '-o', 'xml')).code).toBe(2);
    expect((await run('export', '--gaurd')).code).toBe(2);
  });

  it('explains itself', async () => {
    const { code, out } = await run('export', '--help');
    expect(code).toBe(0);
    expect(out).toContain('Examples:\n  sidecar-injector export');
  });
});

describe('docs/export.md', () => {
  const rows = [...readFileSync(new URL('docs/export.md', ROOT), 'utf8').matchAll(/^\| `([\w.-]+)` \| (.*) \|$/gm)];
  const said = new Map(rows.map(([, name = '', verdict = '']) => [name, verdict]));
  const examples = readdirSync(new URL('deploy/examples/', ROOT), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || entry.name === 'envoy-initializer.yaml')
    .map(({ name }) => name);

  it('has a row for each example', () => {
    expect([...said.keys()]).toEqual(examples.toSorted());
  });

  it.each(examples)('says of %s whether it can be exported', async (name) => {
    const file = name.endsWith('.yaml')
      ? fileURLToPath(new URL(`deploy/examples/${name}`, ROOT))
      : await manifest({ [name]: readFileSync(new URL(`deploy/examples/${name}/${name}.yaml`, ROOT), 'utf8') });
    const exported = await run('export', '--template-file', file);
    const reports = exported.said.split('\n').filter((line) => line !== '');
    if (said.get(name) === 'can be exported') expect([exported.code, reports]).toEqual([0, []]);
    else
      expect([exported.code, new Set(reports.map((line) => /the entry ("\*") needs/.exec(line)?.[1]))]).toEqual([
        1,
        new Set(['"*"']),
      ]);
    expect(said.get(name)).toMatch(/^(?:can be exported|`"\*"`)$/);
    expect((await run('export', '--guard', '--template-file', file)).code).toBe(0);
  });
});
