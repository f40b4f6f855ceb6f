import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { parseManifestFile, rewriteManifest } from '../../../src/cli/manifests/manifest-file.ts';
import { changesOf, podsOf } from '../../../src/cli/manifests/transform.ts';
import { injectPod } from '../../../src/injection/inject-pod.ts';
import type { JsonObject } from '../../../src/injection/json.ts';
import type { TemplateSet } from '../../../src/injection/template/template.ts';
import { uninjectPod } from '../../../src/injection/uninject-pod.ts';
import { generatedCase } from '../../support/arbitraries.ts';
import { setOf, subjectOf } from '../../support/load-example.ts';

const PROXY = setOf({
  proxy: `
containers: [{name: proxy, image: "proxy:1", args: ["no", "on", "0777", "12:30", "~", "a\\nb\\n"]}]
volumes: [{name: proxy-conf, configMap: {name: proxy}}]
`,
});

/** A template that adds one label and nothing else that is long. */
const LABEL = setOf({ mesh: 'metadata: {labels: {mesh: "yes"}}\nnodeSelector: {mesh: "on"}\n' });

function edit(text: string, podAfter: (pod: JsonObject) => JsonObject): string {
  const file = parseManifestFile('file', text);
  if (!file.ok) throw new Error(file.error.join('\n'));
  const changes = changesOf(podsOf([file.value]), ({ found }) => podAfter(found.pod));
  const rewritten = rewriteManifest(file.value, changes.get(file.value) ?? new Map());
  return rewritten.ok ? rewritten.value : `refused: ${rewritten.error}`;
}

function inject(text: string, templates: TemplateSet = PROXY): string {
  return edit(text, (pod) => injectPod(subjectOf(pod, 'enabled'), templates).pod);
}

function uninject(text: string): string {
  return edit(text, (pod) => uninjectPod(pod).pod);
}

/** The lines that one text has more than the other, which has all its lines in the same order. `undefined` where it has not. */
function linesAdded(before: string, after: string): readonly string[] | undefined {
  const left = before.split('\n');
  const added: string[] = [];
  let next = 0;
  for (const line of after.split('\n')) {
    if (next < left.length && line === left[next]) next += 1;
    else added.push(line);
  }
  return next === left.length ? added : undefined;
}

const COMMENTED = `# Head, above everything
%HEAD%apiVersion: apps/v1   # the group
kind: "Deployment"
metadata: { name: shop, labels: {app: shop} }  # in flow

# a paragraph

spec:
  # about replicas
  replicas: 0x2
  template:
    metadata:
      # about labels
      labels:
        # about app
        app: 'shop'     # trailing
        # below app
      annotations:
        checksum/config: >-
          folded
          text
    spec:
      # about containers
      containers:
        # about the app
        - name: app     # its name
          image: "shop:1"
          command: [sh, -c]
          args:
            - |
              set -e
              # no comment

              exec shop
          # env: []
        # no more containers
      # about the end
# Tail
---
# only comments
---
apiVersion: v1
kind:   Service
metadata: {name:    shop}
spec: {ports: [ {port: 80,targetPort: 8080} ]}
`.replace('%HEAD%', '');

const FOUR_SPACES = `apiVersion: apps/v1
kind: StatefulSet
metadata:
    name: shop
spec:
    template:
        metadata:
            labels:
                app: shop
        spec:
            containers:
                -   name: app
                    image: shop:1
            terminationGracePeriodSeconds: 10
`;

const UNINDENTED = `apiVersion: batch/v1
kind: CronJob
metadata:
  name: clean
spec:
  jobTemplate:
    spec:
      template:
        metadata:
          labels:
            app: clean
        spec:
          containers:
          - image: clean:1
            name: clean
          restartPolicy: Never
  schedule: '* * * * *'
`;

const FLOW = `{apiVersion: v1, kind: Pod, metadata: {name: shop, labels: {app: shop}}, spec: {containers: [{name: app, image: shop}]}}
`;

const JSON_POD = `${JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'shop', labels: { a: 'b' } }, spec: { containers: [{ name: 'app', image: 'shop:1' }] } }, null, 4)}\n`;

const LIST = `apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: ConfigMap
  metadata: {name: shop}
  data: {y: "on", port: "0777"}
- apiVersion: v1
  kind: Pod
  metadata:
    labels:
      app: a
    name: a
  spec:
    containers:
    - name: app
      image: shop:1
- apiVersion: apps/v1
  kind: ReplicaSet
  metadata: {name: b}
  spec:
    template:
      metadata:
        labels:
          app: b
      spec:
        containers:
        - {name: app, image: "shop:1"}
`;

const MANIFESTS: readonly (readonly [string, string])[] = [
  ['comments everywhere', COMMENTED],
  ['four spaces', FOUR_SPACES],
  ['lists that are not indented', UNINDENTED],
  ['a List', LIST],
  ['no final newline', UNINDENTED.trimEnd()],
  ['Windows line ends', COMMENTED.replaceAll('\n', '\r\n')],
  ['Windows line ends and no final newline', UNINDENTED.trimEnd().replaceAll('\n', '\r\n')],
  ['a document end and a directive', `%YAML 1.2\n---\n${UNINDENTED}...\n`],
  ['a byte order mark', `\uFEFF${UNINDENTED}`],
];

describe('a manifest that is edited', () => {
  it.each(MANIFESTS)('only gets lines more, and loses them again: %s', (_, text) => {
    const injected = inject(text);
    const added = linesAdded(text.trimEnd(), injected.trimEnd()) ?? ['no line of the manifest may change'];
    expect(added.filter((line) => line.includes('name: proxy-conf'))).not.toStrictEqual([]);
    expect(added.every((line) => !line.includes('#'))).toBe(true);
    expect(added.every((line) => text.includes('\r\n') === line.endsWith('\r'))).toBe(true);
    expect(injected.endsWith('\n')).toBe(text.endsWith('\n'));
    expect(uninject(injected)).toBe(text);
  });

  it('is written with the indentation and the quotes that kubectl needs', () => {
    expect(linesAdded(FOUR_SPACES, inject(FOUR_SPACES))?.join('\n')).toBe(
      `                sidecar-injector.dev/injected: "true"
            annotations:
                sidecar-injector.dev/status: '{"proxy":{"revision":"${revisionIn(inject(FOUR_SPACES))}","containers":["proxy"],"volumes":["proxy-conf"]}}'
                - name: proxy
                  image: proxy:1
                  args:
                      - "no"
                      - "on"
                      - "0777"
                      - "12:30"
                      - "~"
                      - |
                        a
                        b
            volumes:
                - name: proxy-conf
                  configMap:
                      name: proxy`,
    );
  });

  it('stays in flow style', () => {
    const text = inject(FLOW, LABEL);
    expect(text.split('\n')).toHaveLength(2);
    expect(text).toContain('labels: {app: shop, mesh: "yes", sidecar-injector.dev/injected: "true"}, annotations: {');
    expect(text).toContain('spec: {containers: [{name: app, image: shop}], nodeSelector: {mesh: "on"}}}\n');
    expect(uninject(text)).toBe(FLOW);
  });

  it('keeps one line for each element in brackets that has one', () => {
    const text = `apiVersion: v1
kind: Pod
metadata: {labels: {
  app: shop,  # the app
  tier: web
  }}
spec:
  containers: [{name: app, image: x}]
  nodeSelector: {
    disk: ssd,
  }
`;
    const injected = inject(text, LABEL);
    expect(injected).toContain('  tier: web,\n  mesh: "yes",\n  sidecar-injector.dev/injected: "true"\n  }');
    expect(injected).toContain('    disk: ssd,\n    mesh: "on",\n  }');
    expect(inject(injected, LABEL)).toBe(injected);
  });

  it('stays JSON with its indentation', () => {
    const text = inject(JSON_POD);
    expect(text.startsWith('{\n    "apiVersion": "v1",\n    "kind": "Pod",')).toBe(true);
    expect(JSON.stringify(JSON.parse(text), null, 4)).toBe(text.trimEnd());
    expect(uninject(text)).toBe(JSON_POD);
    const onOneLine = JSON.stringify(JSON.parse(JSON_POD));
    expect(inject(onOneLine).split('\n')).toHaveLength(1);
    expect(uninject(inject(onOneLine))).toBe(onOneLine);
    const withTabs = JSON.stringify(JSON.parse(JSON_POD), null, '\t');
    expect(uninject(inject(withTabs))).toBe(withTabs);
  });

  it('writes what an alias stood for where only one of them changes', () => {
    const text = `apiVersion: apps/v1
kind: Deployment
metadata: &meta
  name: shop
  labels: &labels   # shared
    app: shop
spec:
  selector: {matchLabels: *labels}
  template:
    metadata: {labels: *labels}
    spec:
      containers: [{name: app, image: x}]
`;
    expect(inject(text, LABEL)).toContain(
      'metadata: {labels: {app: shop, mesh: "yes", sidecar-injector.dev/injected: "true"}, ',
    );
  });

  it('writes out the aliases of what changes', () => {
    const text = `apiVersion: apps/v1
kind: Deployment
spec:
  template:
    metadata:
      labels: &labels
        app: shop
    spec:
      containers: [{name: app, image: x}]
  selector:
    matchLabels: *labels
`;
    expect(inject(text, LABEL)).toContain('  selector:\n    matchLabels:\n      app: shop\n');
  });

  it('keeps merge keys', () => {
    const text = `apiVersion: v1
kind: Pod
metadata: {labels: {app: a}}
x-common: &common
  image: shop:1
  env: [{name: A, value: a}]
spec:
  containers:
    - <<: *common
      name: app
`;
    const injected = inject(text);
    expect(injected).toContain('    - <<: *common\n      name: app\n    - name: proxy\n');
    expect(uninject(injected)).toBe(text);
  });

  it('is written anew where a merge key would have to go', () => {
    const text = `apiVersion: v1
kind: Pod
x-common: &common {containers: [{name: app, image: x}], nodeSelector: {disk: ssd}}
spec:
  <<: *common
`;
    expect(edit(text, (pod) => ({ ...pod, spec: { containers: [{ name: 'app', image: 'x' }] } }))).toBe(
      text.replace('  <<: *common\n', '  containers:\n    - name: app\n      image: x\n'),
    );
  });

  it('is refused where a merge key would bring the change to another place', () => {
    const text = `# first
apiVersion: v1
kind: Pod
spec:
  containers:
    - &app
      name: app
      image: x
  initContainers:
    - <<: *app
      name: init
`;
    const after = {
      containers: [{ name: 'app', image: 'x', tty: true }],
      initContainers: [{ name: 'init', image: 'x' }],
    };
    expect(edit(text, (pod) => ({ ...pod, spec: after }))).toBe(
      'refused: file:2: the document cannot be edited in place: write it without the anchors, aliases or merge keys around the Pod',
    );
  });

  it('replaces and removes without touching the neighbours', () => {
    const text = `apiVersion: v1
kind: Pod
spec:
  containers:
  # the first
  - env:          # removed
    - name: A
    image: "old"  # kept
    name: app
    args: [a, b, c]
  # the second
  - name: two
    image: x
  dnsPolicy: Default   # why
`;
    const after = { containers: [{ image: 'new', name: 'app', args: ['b', 'd'] }], dnsPolicy: 'None' };
    expect(edit(text, (pod) => ({ ...pod, spec: after }))).toBe(`apiVersion: v1
kind: Pod
spec:
  containers:
  # the first
  - image: "new"  # kept
    name: app
    args: [b, d]
  # the second
  dnsPolicy: None   # why
`);
  });

  it('fills what is null or empty', () => {
    const text = `apiVersion: v1
kind: Pod
metadata:
  name: shop
  labels:     # none yet
  annotations: {}
spec:
  nodeSelector: ~
  containers: [{name: app, image: x}]
`;
    expect(inject(text, LABEL).replace(/'\{.*\}'/, 'X')).toBe(`apiVersion: v1
kind: Pod
metadata:
  name: shop
  labels:
    mesh: "yes"
    sidecar-injector.dev/injected: "true"     # none yet
  annotations:
    sidecar-injector.dev/status: X
spec:
  nodeSelector:
    mesh: "on"
  containers: [{name: app, image: x}]
`);
  });

  it('reads scalars as kubectl does', () => {
    const text = 'apiVersion: v1\nkind: Pod\nspec:\n  hostNetwork: yes\n  containers: [{name: app, image: x}]\n';
    expect(inject(text)).toBe(text);
  });

  it('tells every error with its place', () => {
    const parsed = parseManifestFile('a.yaml', 'a: 1\n---\nb: [\n---\nc: 1\nc: 2\n');
    expect(parsed.ok ? [] : parsed.error.map((one) => one.slice(0, 12))).toStrictEqual([
      'a.yaml:4:1: ',
      'a.yaml:6:1: ',
    ]);
  });

  it('can be of any style, and says what it should', () => {
    const style = fc.record({
      indent: fc.constantFrom(2, 4),
      indentSeq: fc.boolean(),
      lineBreak: fc.constantFrom('\n', '\r\n'),
      isEnded: fc.boolean(),
      collectionStyle: fc.constantFrom<('any' | 'flow' | 'block')[]>('any', 'flow', 'block'),
      defaultStringType: fc.constantFrom<('PLAIN' | 'QUOTE_DOUBLE')[]>('PLAIN', 'QUOTE_DOUBLE'),
    });
    const property = fc.property(generatedCase, style, ({ subject, templates }, { lineBreak, isEnded, ...options }) => {
      const pod = { apiVersion: 'v1', kind: 'Pod', ...subject.pod };
      const written = stringify(pod, { ...options, lineWidth: 0, compat: 'yaml-1.1', aliasDuplicateObjects: false });
      const text = (isEnded ? written : written.trimEnd()).replaceAll('\n', lineBreak);
      if (!parseManifestFile('file', text).ok) return;
      const injected = edit(text, (one) => injectPod({ ...subject, pod: one }, templates).pod);
      // Written text is read again before it is handed out, so that it is enough that none is refused.
      expect(injected).not.toContain('refused: ');
      expect(uninject(injected)).not.toContain('refused: ');
    });
    fc.assert(property, { numRuns: Number(process.env['FC_RUNS'] ?? 30) });
  });
});

function revisionIn(text: string): string {
  return /"revision":"(?<revision>[0-9a-f]{12})"/.exec(text)?.groups?.['revision'] ?? '';
}
