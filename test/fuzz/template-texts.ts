import { readFileSync } from 'node:fs';
import { parseManifest } from '../../src/injection/template/manifest.ts';
import { listGoldenCases, manifestOf } from '../support/golden-cases.ts';

const EXAMPLE = new URL('../../deploy/examples/envoy-initializer.yaml', import.meta.url);

const EVERYTHING = `description: all that the language has
when: "!object.metadata.?labels.?batch.hasValue() && object.spec.containers.all(c, c.name != 'no')"
params:
  concurrency: {type: integer, default: 2, minimum: 1, maximum: 16, description: worker threads}
  image: {type: string, default: "envoyproxy/envoy:v1.36.0", pattern: "^envoyproxy/envoy:[a-z0-9.-]+$"}
  share: {type: number, default: 0.5, minimum: 0, maximum: 1}
  debug: {type: boolean, default: false}
  mode: {type: string, default: fast, enum: [fast, slow]}
order: {containers: last, initContainers: first}
native: jobs
onConflict: keep
hostNetwork: allow
os: any
token: none
metadata:
  labels: {mesh: blue}
  annotations:
    example.com/owner: "\${{ object.metadata.?labels['app'].orValue('none') }} in \${{ request.namespace }}"
spec:
  containers:
    - name: envoy
      image: "\${{ params.image }}"
      args:
        - --concurrency
        - "\${{ string(params.concurrency) }}"
        - "\${{ params.debug ? 'debug' : params.mode }}"
        - "share \${{ params.share }}"
      env:
        - {name: FIRST, value: "\${{ object.spec.containers[0].name }}"}
        - name: NAMES
          value: "\${{ object.spec.containers.map(c, c.name).join(',') }}"
        - name: SHAPE
          value: "\${{ object.spec.containers.exists(c, c.image.matches('^shop')) ? 'shop' : 'other' }}"
      volumeMounts: [{name: conf, mountPath: /etc/envoy}]
      resources: {requests: {cpu: 100m, memory: 64Mi}}
    - name: "*"
      env: [{name: HTTP_PROXY, value: "http://127.0.0.1:15001"}]
      volumeMounts: [{name: conf, mountPath: /etc/proxy, readOnly: true}]
  initContainers:
    - name: setup
      image: setup:1
      command: [sh, -c, "echo $\${{ not an expression }}"]
  volumes:
    - name: conf
      configMap: {name: envoy}
  terminationGracePeriodSeconds: 45
`;

const NATIVE = `native: always
onConflict: replace
params:
  port:
    type: integer
    default: 9901
containers:
  - name: proxy
    image: proxy:1
    ports:
      - containerPort: 9901
        protocol: TCP
    readinessProbe:
      httpGet: {path: /ready, port: 9901}
      periodSeconds: 5
    env:
      - name: PORT
        value: \${{ string(params.port) }}
`;

const ANCHORED = `containers:
  - &agent
    name: agent
    image: agent:1
    resources:
      limits: &limits {cpu: 100m, memory: 64Mi}
      requests: {<<: *limits, cpu: 50m}
  - <<: *agent
    name: helper
`;

/** A template that no fuzzer touches: it stays in force, whatever becomes of the others. */
export const STEADY = 'default: true\ncontainers:\n  - {name: steady, image: "steady:1"}\n';

/** The manifests of the repository that hold templates. */
export function manifestTexts(): readonly string[] {
  const goldens = listGoldenCases().map(manifestOf);
  return [readFileSync(EXAMPLE, 'utf8'), ...goldens];
}

/** Good templates: those of the repository, and some that use the whole language. */
export function templateTexts(): readonly string[] {
  const found = manifestTexts().flatMap((text) => {
    const manifest = parseManifest(text);
    return manifest.ok ? Array.from(manifest.value.source.data.values()) : [];
  });
  return [EVERYTHING, EVERYTHING, NATIVE, ANCHORED, ...found];
}
