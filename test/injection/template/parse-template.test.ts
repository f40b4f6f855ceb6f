import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../../src/injection/template/parse-template.ts';
import { timeFairly } from '../../support/fair-time.ts';
import { overlayOf, sha256Hex, templateOf } from '../../support/load-example.ts';

const ENVOY = 'containers: [{name: envoy, image: "envoy:1"}]\n';

const BOMB_LEVELS = 'b c d e f g h i j'.split(' ');

/** Each level names the one before it nine times. */
const ALIAS_BOMB = [
  'a: &a [x,x,x,x,x,x,x,x,x]',
  ...BOMB_LEVELS.map(
    (name, index) =>
      `${name}: &${name} [${Array(9)
        .fill(`*${index === 0 ? 'a' : BOMB_LEVELS[index - 1]}`)
        .join(',')}]`,
  ),
].join('\n');

/** `code path line:column` of each problem; empty for a good template. */
function problemsOf(text: string, key = 'envoy'): readonly string[] {
  const parsed = parseTemplate(key, text, sha256Hex);
  return parsed.ok ? [] : parsed.error.map(({ code, path, line, column }) => `${code} ${path} ${line}:${column}`);
}

function messagesOf(text: string, key = 'envoy'): readonly string[] {
  const parsed = parseTemplate(key, text, sha256Hex);
  return parsed.ok ? [] : parsed.error.map(({ message }) => message);
}

function revision(text: string): string {
  return templateOf('envoy', text).revision;
}

/** A container with a field on a line of its own. */
const withField = (field: string): string => `containers:\n  - name: envoy\n    image: envoy:1\n    ${field}\n`;

describe('parseTemplate', () => {
  it('reads the classic form', () => {
    expect(templateOf('config', ENVOY)).toStrictEqual({
      name: 'envoy',
      revision: sha256Hex('{"containers":[{"image":"envoy:1","name":"envoy"}]}').slice(0, 12),
      isDefault: false,
      order: { containers: 'last', initContainers: undefined },
      native: 'jobs',
      onConflict: 'keep',
      hostNetwork: 'skip',
      os: 'linux',
      token: 'pod',
      params: new Map(),
      when: undefined,
      containerNames: new Set(['envoy']),
      rendering: {
        overlay: {
          labels: {},
          annotations: {},
          spec: { containers: [{ name: 'envoy', image: 'envoy:1' }] },
          applications: {},
        },
      },
    });
  });

  it('reads the full form', () => {
    const text = `
description: all of it
default: true
order: {containers: first, initContainers: first}
onConflict: replace
hostNetwork: allow
os: any
token: none
native: always
metadata: {labels: {mesh: "1"}, annotations: {a.dev/b: x}}
spec:
  containers: [{name: envoy, image: "envoy:1", command: null}, {name: "*", env: [{name: A, value: b}]}]
  dnsPolicy: null
  volumes: []
`;
    const mount = {
      name: 'no-service-account-token',
      readOnly: true,
      mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
    };
    expect(templateOf('mesh.yaml', text)).toMatchObject({
      name: 'mesh',
      isDefault: true,
      order: { containers: 'first', initContainers: 'first' },
      onConflict: 'replace',
      hostNetwork: 'allow',
      os: 'any',
      token: 'none',
      native: 'always',
      rendering: {
        overlay: {
          labels: { mesh: '1' },
          annotations: { 'a.dev/b': 'x' },
          spec: {
            containers: [{ name: 'envoy', image: 'envoy:1', volumeMounts: [mount] }],
            volumes: [{ name: 'no-service-account-token', emptyDir: {} }],
          },
          applications: { containers: { env: [{ name: 'A', value: 'b' }] } },
        },
      },
    });
  });

  it('takes fields from the top and from spec together', () => {
    expect(Object.keys(overlayOf(templateOf('envoy', `volumes: []\nspec: {${ENVOY.trim()}}`)).spec)).toStrictEqual([
      'volumes',
      'containers',
    ]);
  });

  it.each<[string, string, readonly string[]]>([
    ['no YAML', 'containers: [', ['yaml-error  1:14']],
    ['a key that stands twice', `${ENVOY}${ENVOY}`, ['yaml-error  2:1']],
    ['two documents', `${ENVOY}---\n${ENVOY}`, ['yaml-error  2:1']],
    ['a tag that is not known', 'containers: !x []', ['yaml-error  1:13']],
    ['an alias without an anchor', 'containers: *a', ['yaml-error  1:13']],
    ['nothing', '', ['wrong-type  1:1']],
    ['a list', '[]', ['wrong-type  1:1']],
    ['a text', 'envoy', ['wrong-type  1:1']],
    ['a spec that is no mapping', 'spec: 1', ['wrong-type spec 1:7']],
    ['a field that is no list', 'containers: {}', ['wrong-type containers 1:13']],
    ['a number in place of a text', withField('workingDir: 1'), ['wrong-type containers[0].workingDir 4:17']],
    [
      'a text in place of a number',
      withField('ports: [{containerPort: "80"}]'),
      ['wrong-type containers[0].ports[0].containerPort 4:29'],
    ],
    [
      'a fraction in place of a whole number',
      withField('ports: [{containerPort: 80.5}]'),
      ['wrong-type containers[0].ports[0].containerPort 4:29'],
    ],
    ['a text in place of true or false', withField('tty: "yes"'), ['wrong-type containers[0].tty 4:10']],
    [
      'no quantity',
      withField('resources: {limits: {cpu: 1 core}}'),
      ['wrong-type containers[0].resources.limits.cpu 4:31'],
    ],
    ['null in a list', withField('args: [null]'), ['wrong-type containers[0].args[0] 4:12']],
    ['null in a map', `${ENVOY}nodeSelector: {a: }`, ['wrong-type nodeSelector.a 2:19']],
    [
      'a list in place of a number or a text',
      withField('livenessProbe: {tcpSocket: {port: []}}'),
      ['wrong-type containers[0].livenessProbe.tcpSocket.port 4:39'],
    ],
    ['a field of a container that is unknown', withField('comand: [x]'), ['unknown-field containers[0].comand 4:5']],
    ['a field of a template that is unknown', `oders: {}\n${ENVOY}`, ['unknown-field oders 1:1']],
    ['a field of a PodSpec that is unknown', `spec:\n  volumez: []\n  ${ENVOY}`, ['unknown-field spec.volumez 2:3']],
    ['a field of the order that is unknown', `order: {volumes: first}\n${ENVOY}`, ['unknown-field order.volumes 1:9']],
    [
      'a field of the metadata that is unknown',
      `metadata: {name: {a: b}}\n${ENVOY}`,
      ['unknown-field metadata.name 1:12'],
    ],
    ['a container without a name', 'containers:\n  - image: x', ['missing-field containers[0] 2:5']],
    ['a container without an image', 'containers:\n  - name: x', ['missing-field containers[0] 2:5']],
    ['an image that is null', 'containers: [{name: x, image: }]', ['missing-field containers[0] 1:14']],
    ['an image that is empty', 'containers: [{name: x, image: " "}]', ['missing-field containers[0] 1:14']],
    ['a key config without a container', 'volumes: []', []],
    [
      'a mount without a path',
      `${withField('volumeMounts: [{name: v}]')}volumes: [{name: v}]`,
      ['missing-field containers[0].volumeMounts[0] 4:20'],
    ],
    ['a blank beside an image', 'containers: [{name: x, image: " y"}]', ['invalid-value containers[0].image 1:31']],
    ['the image auto', 'containers: [{name: x, image: auto}]', ['invalid-value containers[0].image 1:31']],
    ['a name that is no DNS label', 'containers: [{name: a_b, image: x}]', ['invalid-value containers[0].name 1:21']],
    [
      'a value outside an enumeration',
      withField('imagePullPolicy: always'),
      ['invalid-value containers[0].imagePullPolicy 4:22'],
    ],
    ['a policy that there is not', `onConflict: merge\n${ENVOY}`, ['invalid-value onConflict 1:13']],
    ['a placement that there is not', `order: {containers: middle}\n${ENVOY}`, ['invalid-value order.containers 1:21']],
    [
      'a port that there is not',
      withField('ports: [{containerPort: 0}]'),
      ['invalid-value containers[0].ports[0].containerPort 4:29'],
    ],
    [
      'a host port that there is not',
      withField('ports: [{containerPort: 1, hostPort: 65536}]'),
      ['invalid-value containers[0].ports[0].hostPort 4:42'],
    ],
    [
      'a volume with two sources',
      `${ENVOY}volumes: [{name: v, emptyDir: {}, hostPath: {path: /}}]`,
      ['invalid-value volumes[0] 2:11'],
    ],
    [
      'a label key that is none',
      `metadata: {labels: {"a b": x}}\n${ENVOY}`,
      ['invalid-value metadata.labels.a b 1:21'],
    ],
    [
      'a label value that is none',
      `metadata: {labels: {a: "b c"}}\n${ENVOY}`,
      ['invalid-value metadata.labels.a 1:24'],
    ],
    [
      'a key with two slashes',
      `metadata: {annotations: {a/b/c: x}}\n${ENVOY}`,
      ['invalid-value metadata.annotations.a/b/c 1:26'],
    ],
    [
      'a key __proto__',
      `metadata: {annotations: {__proto__: x}}\n${ENVOY}`,
      ['invalid-value metadata.annotations.__proto__ 1:26'],
    ],
    [
      'containers of one name',
      'containers:\n- {name: a, image: x}\n- {name: a, image: x}',
      ['duplicate containers[1] 3:3'],
    ],
    [
      'a container and an init container of one name',
      'containers: [{name: a, image: x}]\ninitContainers: [{name: a, image: x}]',
      ['duplicate initContainers[0] 2:18'],
    ],
    ['volumes of one name', `${ENVOY}volumes: [{name: a}, {name: a}]`, ['duplicate volumes[1] 2:22']],
    [
      'ports of one number and protocol',
      withField('ports: [{containerPort: 1}, {containerPort: 1, protocol: TCP}]'),
      ['duplicate containers[0].ports[1] 4:33'],
    ],
    [
      'ports of one number and two protocols',
      withField('ports: [{containerPort: 1}, {containerPort: 1, protocol: UDP}]'),
      [],
    ],
    [
      'environment variables of one name',
      withField('env: [{name: A}, {name: A}]'),
      ['duplicate containers[0].env[1] 4:22'],
    ],
    [
      'mounts at one path',
      `${withField('volumeMounts: [{name: v, mountPath: /a}, {name: v, mountPath: /a/}]')}volumes: [{name: v}]`,
      ['duplicate containers[0].volumeMounts[1] 4:46'],
    ],
    ['aliases of one ip', `${ENVOY}hostAliases: [{ip: 1.1.1.1}, {ip: 1.1.1.1}]`, ['duplicate hostAliases[1] 2:30']],
    ['a field at the top and under spec', `${ENVOY}spec:\n  containers: []`, ['duplicate spec.containers 3:3']],
    [
      'a mount of a volume that it does not define',
      withField('volumeMounts: [{name: v, mountPath: /v}]'),
      ['undefined-volume containers[0].volumeMounts[0].name 4:27'],
    ],
    [
      'a device of a volume that it does not define',
      withField('volumeDevices: [{name: v, devicePath: /v}]'),
      ['undefined-volume containers[0].volumeDevices[0].name 4:28'],
    ],
    ['a token volume', `${ENVOY}volumes: [{name: kube-api-access-x}]`, ['refused-field volumes[0].name 2:18']],
    ['an image of "*"', ENVOY.replace(']', ', {name: "*", image: x}]'), ['refused-field containers[1].image 1:59']],
    ['two entries "*"', ENVOY.replace(']', ', {name: "*"}, {name: "*"}]'), ['duplicate containers[2] 1:60']],
  ])('of %s says what is wrong and where', (_, text, expected) => {
    expect(problemsOf(text)).toStrictEqual(expected);
  });

  it.each([
    'restartPolicy',
    'serviceAccount',
    'serviceAccountName',
    'automountServiceAccountToken',
    'nodeName',
    'hostPID',
    'hostIPC',
    'hostUsers',
    'hostname',
    'subdomain',
    'activeDeadlineSeconds',
    'priority',
    'priorityClassName',
    'runtimeClassName',
    'overhead',
    'resources',
    'ephemeralContainers',
  ])('refuses %s at the top and under spec', (field) => {
    expect(problemsOf(`${ENVOY}${field}: 1`)).toStrictEqual([`refused-field ${field} 2:1`]);
    expect(problemsOf(`${ENVOY}spec:\n  ${field}: 1`)).toStrictEqual([`refused-field spec.${field} 3:3`]);
  });

  it.each(['hostNetwork', 'os'])('refuses %s under spec, where it is not the option of the template', (field) => {
    expect(problemsOf(`${ENVOY}spec:\n  ${field}: 1`)).toStrictEqual([`refused-field spec.${field} 3:3`]);
  });

  it.each([
    'pod-template-hash',
    'controller-revision-hash',
    'app.kubernetes.io/name',
    'kubernetes.io/x',
    'sidecar-injector.dev/inject',
  ])('refuses the label and the annotation %s', (key) => {
    const text = `metadata:\n  labels: {${key}: x}\n  annotations: {${key}: x}\n${ENVOY}`;
    expect(problemsOf(text)).toStrictEqual([
      `refused-field metadata.labels.${key} 2:12`,
      `refused-field metadata.annotations.${key} 3:17`,
    ]);
  });

  it('tells all problems at once, in the order in which they stand', () => {
    const text = 'when: x\ncontainers:\n  - name: A\n    imagee: x\nvolumes: 1\n';
    expect(problemsOf(text)).toStrictEqual([
      'invalid-expression when 1:7',
      'missing-field containers[0] 3:5',
      'invalid-value containers[0].name 3:11',
      'unknown-field containers[0].imagee 4:5',
      'wrong-type volumes 5:10',
    ]);
  });

  it.each<[string, string]>([
    [withField('comand: [x]'), 'a Container has no field "comand": did you mean "command"?'],
    [withField('volumemounts: []'), 'a Container has no field "volumemounts": did you mean "volumeMounts"?'],
    [withField('xyzzy: 1'), 'a Container has no field "xyzzy"'],
    [`onconflict: keep\n${ENVOY}`, 'a template has no field "onconflict": did you mean "onConflict"?'],
    [`spec: {volume: []}\n${ENVOY}`, 'a PodSpec has no field "volume": did you mean "volumes"?'],
    [withField('workingDir: 1'), 'must be a string, not 1: write it in quotes, "1"'],
    [withField('env: [{name: A, value: yes}]'), 'must be a string, not true: write it in quotes, "true"'],
    [withField('imagePullPolicy: always'), 'must be one of "Always", "IfNotPresent", "Never", not "always"'],
    [`${ENVOY}restartPolicy: Never`, 'a template may not set "restartPolicy": it decides what the user’s Pod is'],
    [
      withField('ports: [{containerPort: 1}, {containerPort: 1}]'),
      'another entry has the same containerPort and protocol, 1 and "TCP"',
    ],
    [withField('env: [{name: A}, {name: A}]'), 'another entry has the same name, "A"'],
  ])('says what to change: %j', (text, message) => {
    expect(messagesOf(text)).toStrictEqual([message]);
  });

  it.each(['Envoy', 'true', 'en.voy', '', 'a'.repeat(31), 'config.yaml'])('refuses the key %j as a name', (key) => {
    expect(problemsOf(ENVOY, key)).toStrictEqual(['invalid-name  1:1']);
  });

  it('refuses the key config without a container to be named after', () => {
    expect(problemsOf('volumes: []', 'config')).toStrictEqual(['missing-field  1:1']);
  });

  it.each<[string, unknown]>([
    ['yes', true],
    ['on', true],
    ['Y', true],
    ['no', false],
    ['OFF', false],
    ['n', false],
    ['"yes"', 'yes'],
    ['0777', 511],
    ['0o17', 15],
    ['0b11', 3],
    ['0x1F', 31],
    ['1_000', 1000],
    ['-0777', -511],
    ['+5', 5],
    ['08', 8],
    ['"08"', '08'],
    ['1e3', 1000],
    ['.5', 0.5],
    ['1.2.3', '1.2.3'],
    ['12:30', '12:30'],
    ['2026-01-01', '2026-01-01'],
    ['~', null],
    ['', null],
    ['null', null],
    ['NULL', null],
    ['"~"', '~'],
  ])('reads the scalar %j as kubectl does', (scalar, expected) => {
    const text = `${ENVOY}volumes: [{name: v, csi: {driver: d, volumeAttributes: {a: ${scalar}}}}]`;
    const shown = JSON.stringify(expected);
    const quoted =
      typeof expected === 'string'
        ? []
        : [`must be a string, not ${shown}${expected === null ? '' : `: write it in quotes, "${shown}"`}`];
    expect(messagesOf(text)).toStrictEqual(quoted);
  });

  it('understands anchors and merge keys', () => {
    const text = 'containers:\n- &a {name: a, image: x, args: [z]}\n- {<<: *a, name: b}\n';
    expect(overlayOf(templateOf('envoy', text)).spec['containers']).toStrictEqual([
      { name: 'a', image: 'x', args: ['z'] },
      { name: 'b', image: 'x', args: ['z'] },
    ]);
  });

  it('keeps a key __proto__ as data', () => {
    const text = `${ENVOY}volumes: [{name: v, csi: {driver: d, volumeAttributes: {__proto__: x}}}]`;
    expect(JSON.stringify(overlayOf(templateOf('envoy', text)).spec['volumes'])).toContain('{"__proto__":"x"}');
  });

  it('takes brackets in texts for what they are', () => {
    expect(problemsOf(withField(`args: ["${'[{'.repeat(200)}"]`))).toStrictEqual([]);
  });

  it.each<[string, string, string]>([
    ['[ 100,000 deep', '['.repeat(100_000), 'too-large  1:1'],
    ['{a: 100,000 deep', '{a: '.repeat(100_000), 'too-large  1:1'],
    ['[ as deep as fits', '['.repeat(65_536), 'too-deep  1:1'],
    ['{a: as deep as fits', '{a: '.repeat(16_000), 'too-deep  1:1'],
    ['500 levels that are closed', `a: ${'['.repeat(500)}${']'.repeat(500)}`, 'too-deep  1:1'],
    ['33 levels', `containers: ${'['.repeat(32)}${']'.repeat(32)}`, 'too-deep  1:1'],
    ['one character too many', `${ENVOY}#${'x'.repeat(65_536 - ENVOY.length)}`, 'too-large  1:1'],
    ['an alias bomb', ALIAS_BOMB, 'yaml-error  1:1'],
  ])('refuses %s at once', (_, text, expected) => {
    const { ms, value } = timeFairly(() => problemsOf(text), 100);
    expect(ms).toBeLessThan(100);
    expect(value).toStrictEqual([expected]);
  });

  it.each([
    ['- ', 'too-deep  1:1'],
    ['? ', 'too-deep  1:1'],
    ['&a ', 'too-large  1:1'],
  ])('refuses a document full of %j without giving way', (part, problem) => {
    expect(problemsOf(part.repeat(20_000))[0]).toBe(problem);
  });

  describe('revision', () => {
    it('has twelve hex digits', () => {
      expect(revision(ENVOY)).toMatch(/^[0-9a-f]{12}$/);
    });

    it.each([
      '# comment\ncontainers:\n  - image: "envoy:1"\n    name: envoy\n',
      '{"containers":[{"image":"envoy:1","name":"envoy"}]}',
    ])('is the same under another order of keys, other comments and another style: %j', (text) => {
      expect(revision(text)).toBe(revision(ENVOY));
    });

    it.each([
      ENVOY.replace('1', '2'),
      `${ENVOY}token: none`,
      `description: x\n${ENVOY}`,
      'containers: [{name: envoy, image: "envoy:1", args: []}]',
    ])('is another for other content: %j', (text) => {
      expect(revision(text)).not.toBe(revision(ENVOY));
    });
  });

  it('names the choices of an option that is given another type', () => {
    expect(messagesOf(`hostNetwork: true\n${ENVOY}`)).toStrictEqual(['must be one of "skip", "allow", not true']);
  });

  it('keeps the name of the volume that hides the token for itself', () => {
    const volume = 'volumes: [{name: no-service-account-token, emptyDir: {}}]\n';
    expect(problemsOf(`token: none\n${volume}${ENVOY}`)).toStrictEqual(['refused-field volumes[0].name 2:18']);
  });

  it('takes the empty string of an enumeration of the API for an absent field, and not one of its own', () => {
    expect(problemsOf(`tolerations: [{operator: Exists, effect: ""}]\n${ENVOY}`)).toStrictEqual([]);
    expect(problemsOf(`onConflict: ""\n${ENVOY}`)).toStrictEqual(['invalid-value onConflict 1:13']);
  });

  it.each([
    ['in a flow list', `${ENVOY}    args: [--a, \${{ request.namespace }}]`],
    ['in a flow map', `${ENVOY}    env: [{name: A, value: \${{ request.namespace }}}]`],
    ['with a colon', `${ENVOY}    workingDir: \${{ request.dryRun ? '/a' : '/b' }}`],
    ['of a condition, with a colon', `when: request.dryRun ? true : false\n${ENVOY}`],
    ['of a condition, with a tag', `when: !request.dryRun\n${ENVOY}`],
  ])('says once that an expression needs quotes %s', (_, text) => {
    expect(messagesOf(text)).toStrictEqual([expect.stringMatching(/: write the expression in quotes$/)]);
  });

  it('says nothing of quotes where they stand', () => {
    const messages = messagesOf(`${ENVOY}    args: ["\${{ request.namespace }}"\n`);
    expect(messages.filter((message) => message.includes('quotes'))).toStrictEqual([]);
  });

  it('says of a second document that there may be one only', () => {
    expect(messagesOf(`${ENVOY}---\n${ENVOY}`)).toStrictEqual(['a second document: keep one, without ---']);
  });

  it('stops looking once a hundred problems are found', () => {
    const text = Array.from({ length: 3000 }, (_, index) => `k${index}: 1`).join('\n');
    expect(problemsOf(text)).toHaveLength(100);
  });
});
