import { describe, expect, it } from 'vitest';
import { parseSettings, type ClusterLocation, type RawSettings, type Settings } from '../src/settings.ts';

const RAW: RawSettings = {
  listen: '0.0.0.0:8443',
  probeListen: '0.0.0.0:8080',
  standalone: true,
  tlsMinVersion: '1.3',
  namespace: 'sidecar-injector',
  namespaceLabel: 'enabled',
  protectedNamespaces: 'kube-system,kube-public',
  drainTimeout: '100s',
  logLevel: 'info',
};

const NO_ADDRESS = 'is no address: write HOST:PORT, such as 0.0.0.0:8443 or [::]:8443';
const NO_DURATION = 'is no duration: write 100s, 2m or 500ms';

function clusterOf(differing: Partial<ClusterLocation>): ClusterLocation {
  const usual = { namespace: 'sidecar-injector', configMap: 'envoy-initializer' };
  return { ...usual, kubeconfig: undefined, serviceAccountFolder: undefined, ...differing };
}

describe('parseSettings', () => {
  it('gives the defaults as they are used', () => {
    expect(parseSettings(RAW)).toStrictEqual({
      ok: true,
      value: {
        listen: { host: '0.0.0.0', port: 8443 },
        probeListen: { host: '0.0.0.0', port: 8080 },
        isStandalone: true,
        templates: { from: 'example' },
        certDir: undefined,
        serverName: undefined,
        clientCa: undefined,
        tlsMinVersion: 'TLSv1.3',
        namespaceLabel: 'enabled',
        protectedNamespaces: new Set(['kube-system', 'kube-public', 'sidecar-injector']),
        drainTimeoutMs: 100_000,
        logLevel: 'info',
      },
    });
  });

  it.each<[Partial<RawSettings>, Partial<Settings>]>([
    [{ listen: '127.0.0.1:0' }, { listen: { host: '127.0.0.1', port: 0 } }],
    [{ listen: 'localhost:65535' }, { listen: { host: 'localhost', port: 65_535 } }],
    [{ listen: ':8443' }, { listen: { host: '0.0.0.0', port: 8443 } }],
    [{ listen: '[::]:8443' }, { listen: { host: '::', port: 8443 } }],
    [{ listen: '[::ffff:10.0.0.1]:1' }, { listen: { host: '::ffff:10.0.0.1', port: 1 } }],
    [{ probeListen: '10.0.0.1:9090' }, { probeListen: { host: '10.0.0.1', port: 9090 } }],
    [{ templateFile: 'a.yaml' }, { templates: { from: 'file', file: 'a.yaml' } }],
    [{ standalone: false, certDir: '/certs' }, { templates: { from: 'cluster', cluster: clusterOf({}) } }],
    [
      {
        standalone: false,
        certDir: '/certs',
        templateConfigmap: 'x',
        kubeconfig: 'k',
        namespace: 'n',
        serviceAccountDir: 's',
      },
      {
        templates: {
          from: 'cluster',
          cluster: clusterOf({ configMap: 'x', kubeconfig: 'k', namespace: 'n', serviceAccountFolder: 's' }),
        },
      },
    ],
    [{ certDir: '/certs' }, { certDir: '/certs' }],
    [{ certDir: '/certs', service: 'web', namespace: 'own' }, { serverName: 'web.own.svc' }],
    [{ standalone: false, certDir: '/certs', templateFile: 'a.yaml' }, { isStandalone: false }],
    [{ tlsMinVersion: '1.2' }, { tlsMinVersion: 'TLSv1.2' }],
    [{ namespaceLabel: 'disabled' }, { namespaceLabel: 'disabled' }],
    [{ namespaceLabel: 'none' }, { namespaceLabel: 'none' }],
    [{ protectedNamespaces: '', namespace: 'own' }, { protectedNamespaces: new Set(['own']) }],
    [{ protectedNamespaces: ' a , b,,a ', namespace: 'b' }, { protectedNamespaces: new Set(['a', 'b']) }],
    [{ drainTimeout: '0s' }, { drainTimeoutMs: 0 }],
    [{ drainTimeout: '500ms' }, { drainTimeoutMs: 500 }],
    [{ drainTimeout: '2m' }, { drainTimeoutMs: 120_000 }],
    ...(['trace', 'debug', 'warn', 'error', 'fatal', 'silent'] as const).map(
      (logLevel): [Partial<RawSettings>, Partial<Settings>] => [{ logLevel }, { logLevel }],
    ),
  ])('takes %j', (raw, settings) => {
    const parsed = parseSettings({ ...RAW, ...raw });
    expect(parsed.ok ? parsed.value : parsed.error).toMatchObject(settings);
  });

  it.each<[Partial<RawSettings>, string]>([
    [{ listen: '8443' }, `--listen: "8443" ${NO_ADDRESS}`],
    [{ listen: '' }, `--listen: "" ${NO_ADDRESS}`],
    [{ listen: 'localhost' }, `--listen: "localhost" ${NO_ADDRESS}`],
    [{ listen: 'localhost:' }, `--listen: "localhost:" ${NO_ADDRESS}`],
    [{ listen: 'localhost:65536' }, `--listen: "localhost:65536" ${NO_ADDRESS}`],
    [{ listen: 'localhost:-1' }, `--listen: "localhost:-1" ${NO_ADDRESS}`],
    [{ listen: 'localhost:https' }, `--listen: "localhost:https" ${NO_ADDRESS}`],
    [{ listen: '::1:8443' }, `--listen: "::1:8443" ${NO_ADDRESS}`],
    [{ listen: '[::1]' }, `--listen: "[::1]" ${NO_ADDRESS}`],
    [{ probeListen: 'http://a:1' }, `--probe-listen: "http://a:1" ${NO_ADDRESS}`],
    [{ tlsMinVersion: '1.1' }, '--tls-min-version: "1.1" is not one of 1.2, 1.3'],
    [{ tlsMinVersion: 'TLSv1.3' }, '--tls-min-version: "TLSv1.3" is not one of 1.2, 1.3'],
    [{ namespaceLabel: 'Enabled' }, '--namespace-label: "Enabled" is not one of enabled, disabled, none'],
    [{ drainTimeout: '10' }, `--drain-timeout: "10" ${NO_DURATION}`],
    [{ drainTimeout: '-1s' }, `--drain-timeout: "-1s" ${NO_DURATION}`],
    [{ drainTimeout: '1.5s' }, `--drain-timeout: "1.5s" ${NO_DURATION}`],
    [{ drainTimeout: '1h' }, `--drain-timeout: "1h" ${NO_DURATION}`],
    [{ drainTimeout: '' }, `--drain-timeout: "" ${NO_DURATION}`],
    [{ drainTimeout: '1s ' }, `--drain-timeout: "1s " ${NO_DURATION}`],
    [{ logLevel: 'INFO' }, '--log-level: "INFO" is not one of trace, debug, info, warn, error, fatal, silent'],
    [
      { standalone: false, templateFile: 'a.yaml' },
      '--cert-dir: needed without --standalone: a folder with tls.crt and tls.key',
    ],
    [
      { standalone: false, certDir: '/certs', templateFile: 'a.yaml', templateConfigmap: 'b' },
      '--template-configmap: cannot stand beside --template-file: templates come from one of them',
    ],
    [
      { templateConfigmap: 'b' },
      '--template-configmap: cannot stand beside --standalone, which has no cluster: use --template-file',
    ],
  ])('refuses %j', (raw, problem) => {
    expect(parseSettings({ ...RAW, ...raw })).toStrictEqual({ ok: false, error: [problem] });
  });

  it('tells all problems at once', () => {
    const bad = {
      listen: 'a',
      probeListen: 'b',
      tlsMinVersion: '1',
      namespaceLabel: 'x',
      drainTimeout: 'y',
      logLevel: 'z',
    };
    const parsed = parseSettings({ ...RAW, ...bad, standalone: false });
    const flags = parsed.ok ? [] : parsed.error.map((problem) => problem.split(':', 1)[0]);
    expect(flags).toStrictEqual([
      '--listen',
      '--probe-listen',
      '--tls-min-version',
      '--namespace-label',
      '--drain-timeout',
      '--log-level',
      '--cert-dir',
    ]);
  });
});
