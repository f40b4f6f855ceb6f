import { globSync, readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { describe, expect, it } from 'vitest';
import { isJsonObject, type Json, type JsonObject } from '../../src/injection/json.ts';
import { fieldNames } from '../../src/injection/pod-fields.ts';
import { parseManifest } from '../../src/injection/template/manifest.ts';
import { parseTemplate } from '../../src/injection/template/parse-template.ts';
import { SourceDocument } from '../../src/injection/template/source-document.ts';
import { REFUSED_FIELDS, TEMPLATE_FIELDS } from '../../src/injection/template/template-fields.ts';
import { sha256Hex } from '../support/load-example.ts';

const REPOSITORY = new URL('../../', import.meta.url);
const MANIFESTS = globSync(['deploy/examples/*.yaml', 'test/golden/*/templates.yaml'], { cwd: REPOSITORY });

const schema = JSON.parse(readFileSync(new URL('schema/template.schema.json', REPOSITORY), 'utf8')) as JsonObject;
const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true });
// What editors show instead of a pattern.
ajv.addKeyword({ keyword: 'patternErrorMessage', schemaType: 'string' });
const validate: ValidateFunction = ajv.compile(schema);

/** `path keyword` of each place where a document departs from the schema. */
function violationsOf(text: string): readonly string[] {
  const document = new SourceDocument(text);
  expect(document.problems).toEqual([]);
  return validate(document.value) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.keyword}`);
}

/** The templates of a manifest by key. Files of the folder that hold no ConfigMap have none. */
function templatesIn(file: string): readonly (readonly [string, string])[] {
  const manifest = parseManifest(readFileSync(new URL(file, REPOSITORY), 'utf8'));
  return manifest.ok ? [...manifest.value.source.data] : [];
}

const TEMPLATES = MANIFESTS.flatMap((file) => templatesIn(file).map(([key, text]) => ({ name: `${file} ${key}`, key, text })));

const FULL_FORM = `
# yaml-language-server: $schema=../../schema/template.schema.json
description: Envoy beside every HTTP workload
default: true
when: "!object.metadata.?labels.?batch.hasValue()"
params:
  concurrency: {type: integer, default: 2, minimum: 1, maximum: 16, description: worker threads}
  image: {type: string, default: "envoyproxy/envoy:v1.36.0", pattern: "^envoyproxy/envoy:[a-z0-9.-]+$"}
  level: {type: string, default: info, enum: [info, debug]}
order: {containers: last, initContainers: first}
native: jobs
onConflict: keep
hostNetwork: skip
os: linux
token: pod
metadata:
  labels: {mesh: "\${{ params.level }}"}
  annotations: {shop.example/since: today}
spec:
  containers:
    - name: envoy
      image: "\${{ params.image }}"
      imagePullPolicy: "\${{ params.level == 'debug' ? 'Always' : 'IfNotPresent' }}"
      args: ["--concurrency", "\${{ string(params.concurrency) }}"]
      command: "\${{ ['envoy'] }}"
      env:
        - {name: LEVEL, value: "level \${{ params.level }}"}
      ports:
        - containerPort: "\${{ 15000 + params.concurrency }}"
          hostPort: "\${{ 1 }}"
      resources:
        limits: {cpu: "\${{ params.concurrency }}00m", memory: 64Mi, nvidia.com/gpu: 1}
        requests: "\${{ {'cpu': '1'} }}"
      readinessProbe: "\${{ object.spec.containers[0].readinessProbe }}"
      livenessProbe: {httpGet: {path: /, port: "\${{ 1 }}"}, periodSeconds: 3}
      securityContext: {privileged: "\${{ false }}", runAsUser: 1337}
    - name: "*"
      env: [{name: HTTP_PROXY, value: "http://127.0.0.1:15001"}]
    - "\${{ {'name': 'third', 'image': 'third:1'} }}"
  volumes: []
terminationGracePeriodSeconds: 60
`;

describe('schema/template.schema.json', () => {
  it('finds the examples and the golden templates', () => {
    expect(TEMPLATES.length).toBeGreaterThan(20);
  });

  it.each(TEMPLATES)('takes $name', ({ key, text }) => {
    if (parseTemplate(key, text, sha256Hex).ok) expect(violationsOf(text)).toEqual([]);
  });

  it('takes the full form', () => {
    expect(violationsOf(FULL_FORM)).toEqual([]);
  });

  it.each([
    ['an unknown field', 'container: []', ' additionalProperties'],
    ['an unknown field of the PodSpec', 'spec: {volume: []}', '/spec additionalProperties'],
    ['a misspelt field of a port', 'containers: [{name: a, image: a, ports: [{containerPort: 1, prots: TCP}]}]', '/containers/0/ports/0 additionalProperties'],
    ['an unknown field of order', 'order: {volumes: first}', '/order additionalProperties'],
    ['a wrong place', 'order: {containers: middle}', '/order/containers enum'],
    ['a wrong choice', 'onConflict: merge', '/onConflict enum'],
    ['a wrong choice of native', 'native: true', '/native enum'],
    ['a wrong choice of token', 'token: user', '/token enum'],
    ['a wrong choice of os', 'os: darwin', '/os enum'],
    ['a default in quotes', 'default: "true"', '/default type'],
    ['an expression where a template takes none', 'default: "${{ true }}"', '/default type'],
    ['a field that a template may not set', 'restartPolicy: Always', ' additionalProperties'],
    ['a field that a template may not set, under spec', 'spec: {hostPID: true}', '/spec additionalProperties'],
    ['a wrong choice of Kubernetes', 'containers: [{name: a, image: a, imagePullPolicy: always}]', '/containers/0/imagePullPolicy enum'],
    ['a number in quotes', 'terminationGracePeriodSeconds: "60"', '/terminationGracePeriodSeconds pattern'],
    ['text around the expression of a number', 'terminationGracePeriodSeconds: "6${{ 1 }}"', '/terminationGracePeriodSeconds pattern'],
    ['a variable that is a number', 'containers: [{name: a, image: a, env: [{name: A, value: 1}]}]', '/containers/0/env/0/value type'],
    ['a list that is text', 'containers: [{name: a, image: a, command: sh -c}]', '/containers/0/command pattern'],
    ['an amount that is no quantity', 'containers: [{name: a, image: a, resources: {limits: {cpu: 1 core}}}]', '/containers/0/resources/limits/cpu pattern'],
    ['a container without an image', 'containers: [{name: a}]', '/containers/0 required'],
    ['a container without a name', 'containers: [{image: a}]', '/containers/0 required'],
    ['an image for all containers', 'containers: [{name: "*", image: a}]', '/containers/0/image false schema'],
    ['a label of controllers', 'metadata: {labels: {pod-template-hash: a}}', '/metadata/labels propertyNames'],
    ['an annotation of Kubernetes', 'metadata: {annotations: {kubectl.kubernetes.io/default-container: a}}', '/metadata/annotations propertyNames'],
    ['another field of metadata', 'metadata: {name: a}', '/metadata additionalProperties'],
    ['a parameter without a default', 'params: {a: {type: string}}', '/params/a required'],
    ['a parameter without a type', 'params: {a: {default: a}}', '/params/a required'],
    ['a default of another type', 'params: {a: {type: integer, default: "2"}}', '/params/a/default type'],
    ['a parameter of an unknown type', 'params: {a: {type: int, default: 2}}', '/params/a/type enum'],
    ['a parameter with a wrong name', 'params: {A-b: {type: string, default: a}}', '/params propertyNames'],
    ['a list of fields', '[]', ' type'],
  ])('refuses %s', (_, text, violation) => {
    expect(violationsOf(text)).toContain(violation);
  });

  it('has every field of a template, and of a PodSpec that a template may set', () => {
    const allowed = (fieldNames('PodSpec') ?? []).filter((name) => !REFUSED_FIELDS.has(name));
    const expected = new Set([...allowed, ...Object.keys(TEMPLATE_FIELDS)]);
    expect([...expected].filter((name) => !properties(schema).has(name))).toEqual([]);
  });

  it('has no field that the loader does not know', () => {
    const unknown = [...properties(schema).keys()].filter((name) => {
      const parsed = parseTemplate('envoy', `${name}: {}`, sha256Hex);
      return !parsed.ok && parsed.error.some(({ code, path }) => code === 'unknown-field' && path === name);
    });
    expect(unknown).toEqual([]);
  });

  it('tells people of every field what it is for', () => {
    const spec = (schema['definitions'] as JsonObject)['PodSpec'];
    const described = new Set([...properties(spec)].filter(([, field]) => 'description' in field).map(([name]) => name));
    const missing = [...properties(schema)].filter(([name, field]) => !('description' in field) && !described.has(name));
    expect(missing.map(([name]) => name)).toEqual([]);
  });
});

function properties(of: Json | undefined): ReadonlyMap<string, JsonObject> {
  const fields = isJsonObject(of) ? of['properties'] : undefined;
  return new Map(Object.entries((fields ?? {}) as Readonly<Record<string, JsonObject>>));
}
