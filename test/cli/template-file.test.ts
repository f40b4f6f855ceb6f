import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync, appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, type TestContext } from 'vitest';
import { formatProblem, loadTemplateFile, watchTemplateFile, type FileReport } from '../../src/cli/template-file.ts';
import { objectsAt } from '../../src/injection/json.ts';
import { TemplateStore } from '../../src/webhook/template-store.ts';
import { waitUntil } from '../cluster/wait-until.ts';
import { overlayOf, sha256Hex } from '../support/load-example.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

/** A change is in force within a second. */
const IN_FORCE_MS = 1000;

/** A manifest of two templates, with the images that tell their versions, and whatever a test puts into the first. */
function manifestOf(envoyImage: string, proxyImage: string, envoyExtra = ''): string {
  return `apiVersion: v1
kind: ConfigMap
metadata:
  name: envoy-initializer
data:
  envoy: |
    default: true
    containers:
      - name: envoy
        image: ${envoyImage}
${envoyExtra}  proxy.yaml: |
    containers:
      - name: proxy
        image: ${proxyImage}
`;
}

const GOOD = manifestOf('envoy:1', 'proxy:1');

/** The images of the templates in force, by key. */
function imagesIn({ current }: TemplateStore): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    [...current.byKey].map(([key, template]) => [key, objectsAt(overlayOf(template).spec, 'containers')[0]?.['image']]),
  );
}

interface Watched {
  readonly file: string;
  readonly store: TemplateStore;
  readonly reports: readonly FileReport[];
  /** Waits for the next report, at most as long as a change may take, and gives its problems as they are printed. */
  readonly nextProblems: () => Promise<readonly string[]>;
}

/** Loads a file and watches it, as a standalone server does. */
async function watch(file: string, { onTestFinished }: TestContext): Promise<Watched> {
  const store = new TemplateStore(sha256Hex);
  await loadTemplateFile(file, store);
  const reports: FileReport[] = [];
  onTestFinished(watchTemplateFile(file, store, (report) => reports.push(report)));
  await delay(150);
  let taken = 0;
  const nextProblems = async (): Promise<readonly string[]> => {
    const options = { what: 'a report', timeoutMs: IN_FORCE_MS, intervalMs: 10 };
    const report = await waitUntil(() => reports[taken], options);
    taken += 1;
    return report.problems.map((problem) => formatProblem('file', problem));
  };
  return { file, store, reports, nextProblems };
}

async function watchGood(context: TestContext): Promise<Watched> {
  const file = join(makeTempFolder(context), 'sidecars.yaml');
  writeFileSync(file, GOOD);
  return watch(file, context);
}

const V2 = { envoy: 'envoy:2', 'proxy.yaml': 'proxy:2' };

describe.concurrent('watchTemplateFile', () => {
  it.for<[string, (file: string) => void]>([
    ['an edit in place', (file) => writeFileSync(file, manifestOf('envoy:2', 'proxy:2'))],
    [
      'an editor that renames over the file',
      (file) => {
        writeFileSync(`${file}.swp`, manifestOf('envoy:2', 'proxy:2'));
        renameSync(`${file}.swp`, file);
      },
    ],
    [
      'an editor that removes the file first',
      (file) => {
        rmSync(file);
        writeFileSync(file, manifestOf('envoy:2', 'proxy:2'));
      },
    ],
  ])('puts the templates of %s in force within a second', async ([, edit], context) => {
    const { file, store, nextProblems } = await watchGood(context);
    edit(file);
    context.expect(await nextProblems()).toStrictEqual([]);
    context.expect(imagesIn(store)).toStrictEqual(V2);
  });

  it('never loads half of a file that is truncated and written slowly', async (context) => {
    const { file, store, reports, nextProblems } = await watchGood(context);
    const text = manifestOf('envoy:2', 'proxy:2');
    writeFileSync(file, '');
    for (let start = 0; start < text.length; start += 40) {
      await delay(50);
      appendFileSync(file, text.slice(start, start + 40));
    }
    context.expect(await nextProblems()).toStrictEqual([]);
    context.expect(reports).toHaveLength(1);
    context.expect(imagesIn(store)).toStrictEqual(V2);
  });

  it('follows the symlinks of a mounted ConfigMap when the kubelet swaps them', async (context) => {
    const folder = makeTempFolder(context);
    mkdirSync(join(folder, '..1'));
    writeFileSync(join(folder, '..1', 'sidecars.yaml'), GOOD);
    symlinkSync('..1', join(folder, '..data'));
    symlinkSync(join('..data', 'sidecars.yaml'), join(folder, 'sidecars.yaml'));
    const { store, nextProblems } = await watch(join(folder, 'sidecars.yaml'), context);
    mkdirSync(join(folder, '..2'));
    writeFileSync(join(folder, '..2', 'sidecars.yaml'), manifestOf('envoy:2', 'proxy:2'));
    symlinkSync('..2', join(folder, '..data_tmp'));
    renameSync(join(folder, '..data_tmp'), join(folder, '..data'));
    rmSync(join(folder, '..1'), { recursive: true });
    context.expect(await nextProblems()).toStrictEqual([]);
    context.expect(imagesIn(store)).toStrictEqual(V2);
  });

  it('follows an edit of the file that a symlink points to', async (context) => {
    const folder = makeTempFolder(context);
    writeFileSync(join(folder, 'target.yaml'), GOOD);
    symlinkSync('target.yaml', join(folder, 'sidecars.yaml'));
    const { store, nextProblems } = await watch(join(folder, 'sidecars.yaml'), context);
    writeFileSync(join(folder, 'target.yaml'), manifestOf('envoy:2', 'proxy:2'));
    context.expect(await nextProblems()).toStrictEqual([]);
    context.expect(imagesIn(store)).toStrictEqual(V2);
  });

  it('keeps the templates of a file that is gone, and takes those of the one that comes back', async (context) => {
    const { file, store, nextProblems } = await watchGood(context);
    rmSync(file);
    const [problem, ...others] = await nextProblems();
    context.expect(problem).toMatch(/^file:1:1: cannot be read: ENOENT/);
    context.expect(others).toStrictEqual([]);
    context.expect(imagesIn(store)).toStrictEqual({ envoy: 'envoy:1', 'proxy.yaml': 'proxy:1' });
    writeFileSync(file, manifestOf('envoy:2', 'proxy:2'));
    context.expect(await nextProblems()).toStrictEqual([]);
    context.expect(imagesIn(store)).toStrictEqual(V2);
  });

  it('moves the good key on while the old template of the bad one stays, and mends it later', async (context) => {
    const { file, store, nextProblems } = await watchGood(context);
    const old = store.current.byKey.get('envoy');
    writeFileSync(file, manifestOf('envoy:2', 'proxy:2', '        imagePullPolcy: Always\n'));
    context
      .expect(await nextProblems())
      .toStrictEqual([
        'file:11:9: envoy: containers[0].imagePullPolcy: a Container has no field "imagePullPolcy": did you mean "imagePullPolicy"?',
      ]);
    context.expect(imagesIn(store)).toStrictEqual({ envoy: 'envoy:1', 'proxy.yaml': 'proxy:2' });
    context.expect(store.current.byKey.get('envoy')).toStrictEqual(old);
    context.expect([...store.current.stale]).toStrictEqual(['envoy']);

    writeFileSync(file, manifestOf('envoy:3', 'proxy:2'));
    context.expect(await nextProblems()).toStrictEqual([]);
    context.expect(imagesIn(store)).toStrictEqual({ envoy: 'envoy:3', 'proxy.yaml': 'proxy:2' });
    context.expect([...store.current.stale]).toStrictEqual([]);
  });

  it('keeps all templates while the manifest itself is no YAML', async (context) => {
    const { file, store, nextProblems } = await watchGood(context);
    writeFileSync(file, GOOD.replace('metadata:\n', 'metadata: {\n'));
    const [problem] = await nextProblems();
    context.expect(problem).toMatch(/^file:\d+:\d+: \S/);
    context.expect([...store.current.stale]).toStrictEqual(['envoy', 'proxy.yaml']);
    context.expect([...store.current.problems.keys()]).toStrictEqual(['']);
    context.expect(store.loads).toStrictEqual({ good: 1, 'with-problems': 1 });
    context.expect(imagesIn(store)).toStrictEqual({ envoy: 'envoy:1', 'proxy.yaml': 'proxy:1' });
  });
});

describe('loadTemplateFile', () => {
  const envoy = '  envoy: |\n    ';
  it.each<[string, string, readonly string[]]>([
    ['a YAML error in a template', manifestOf('@envoy', 'proxy:2'), ['10:16: envoy: yaml-error']],
    ['an unknown field of a template', GOOD.replace('default: true', 'defalt: true'), ['7:5: envoy: unknown-field']],
    ['an unknown field of a container', manifestOf('a', 'b', '        comand: [a]\n'), ['11:9: envoy: unknown-field']],
    ['a missing image', GOOD.replace('        image: envoy:1\n', ''), ['9:9: envoy: missing-field']],
    ['a missing name', GOOD.replace('- name: envoy\n        ', '- '), ['9:9: envoy: missing-field']],
    [
      'a container name that stands twice',
      manifestOf('a', 'b', '      - name: envoy\n        image: c\n'),
      ['11:9: envoy: duplicate'],
    ],
    ['a key that stands twice', manifestOf('a', 'b', '        image: c\n'), ['11:9: envoy: yaml-error']],
    ['a wrong type', manifestOf('a', 'b', '        ports: 80\n'), ['11:16: envoy: wrong-type']],
    [
      'several problems of several keys',
      manifestOf('a', 'b', '        comand: [a]\n        tty: 1\n').replace('- name: proxy', '- nme: proxy'),
      [
        '11:9: envoy: unknown-field',
        '12:14: envoy: wrong-type',
        '15:9: proxy.yaml: unknown-field',
        '15:9: proxy.yaml: missing-field',
      ],
    ],
    ['no ConfigMap', GOOD.replace('ConfigMap', 'Secret'), ['1:1: : yaml-error']],
    ['a ConfigMap without data', GOOD.slice(0, GOOD.indexOf('\ndata:') + 1), ['1:1: : yaml-error']],
    ['a template that is no text', GOOD.replace(envoy, '  envoy:\n    '), ['6:3: : yaml-error']],
    ['two ConfigMaps', `${GOOD}---\n${GOOD}`, ['15:1: : yaml-error']],
  ])('tells line and column of %s', async (_title, text, places) => {
    const file = join(makeTempFolder(), 'sidecars.yaml');
    writeFileSync(file, text);
    const { problems } = await loadTemplateFile(file, new TemplateStore(sha256Hex));
    expect(problems.map(({ line, column, key, code }) => `${line}:${column}: ${key}: ${code}`)).toStrictEqual(places);
  });

  it('loads a good file', async () => {
    const file = join(makeTempFolder(), 'sidecars.yaml');
    writeFileSync(file, GOOD);
    const store = new TemplateStore(sha256Hex);
    const report = await loadTemplateFile(file, store);
    expect(report).toStrictEqual({ file, problems: [], warnings: [], loaded: store.current });
    expect(imagesIn(store)).toStrictEqual({ envoy: 'envoy:1', 'proxy.yaml': 'proxy:1' });
    expect(store.current.set.defaultName).toBe('envoy');
  });

  it('throws where there is no file', async () => {
    const file = join(makeTempFolder(), 'none.yaml');
    await expect(loadTemplateFile(file, new TemplateStore(sha256Hex))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
