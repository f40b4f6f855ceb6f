import type { Image } from '../kubelet/image.ts';

/** Where the tests of the kubelet play. */
export const NAMESPACE = 'play';

/** The DNS name that the API server expects the Service's certificate to be for. */
export const SERVICE_NAME: string = `echo.${NAMESPACE}.svc`;

/** The image `echo` is the program beside this file. */
export function findEchoImage(name: string): Image | undefined {
  if (name !== 'echo:test') return undefined;
  return {
    entrypoint: ['node', '/app/echo-server.ts'],
    command: [],
    environment: {},
    folders: { '/app': import.meta.dirname },
    listenVariables: { 8443: 'LISTEN', 8080: 'PROBE_LISTEN' },
  };
}

const LABELS = { app: 'echo' };

/** Two replicas that need the Secret `echo-tls` and the ConfigMap `echo`, and end within the grace. */
export const ECHO_DEPLOYMENT: object = {
  metadata: { name: 'echo' },
  spec: {
    replicas: 2,
    selector: { matchLabels: LABELS },
    template: {
      metadata: { labels: LABELS },
      spec: {
        terminationGracePeriodSeconds: 10,
        containers: [
          {
            name: 'echo',
            image: 'echo:test',
            args: ['--cert-dir=/certs'],
            env: [
              { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
              { name: 'CONFIG_DIR', value: '/config' },
            ],
            ports: [
              { name: 'https', containerPort: 8443 },
              { name: 'probes', containerPort: 8080 },
            ],
            startupProbe: { httpGet: { path: '/', port: 'probes' }, periodSeconds: 1, failureThreshold: 30 },
            readinessProbe: { httpGet: { path: '/', port: 'probes' }, periodSeconds: 1 },
            lifecycle: { preStop: { sleep: { seconds: 5 } } },
            volumeMounts: [
              { name: 'certs', mountPath: '/certs' },
              { name: 'config', mountPath: '/config' },
            ],
          },
        ],
        volumes: [
          { name: 'certs', secret: { secretName: 'echo-tls' } },
          { name: 'config', configMap: { name: 'echo' } },
        ],
      },
    },
  },
};

/** What the webhook configuration names. */
export const ECHO_SERVICE: object = {
  metadata: { name: 'echo' },
  spec: { selector: LABELS, ports: [{ name: 'https', port: 443, targetPort: 'https' }] },
};

/** Sends Pods with the label `ask: echo` to the Service, and no others. */
export function echoWebhook(caCertificate: string): object {
  return {
    metadata: { name: 'echo' },
    webhooks: [
      {
        name: 'echo.example.com',
        clientConfig: {
          service: { namespace: NAMESPACE, name: 'echo', path: '/mutate', port: 443 },
          caBundle: Buffer.from(caCertificate).toString('base64'),
        },
        rules: [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] }],
        objectSelector: { matchLabels: { ask: 'echo' } },
        sideEffects: 'None',
        failurePolicy: 'Fail',
        timeoutSeconds: 5,
        admissionReviewVersions: ['v1'],
      },
    ],
  };
}

/** Runs the program once with `args`. */
export function echoJob(name: string, args: readonly string[]): object {
  return {
    metadata: { name },
    spec: {
      backoffLimit: 0,
      template: { spec: { restartPolicy: 'Never', containers: [{ name: 'echo', image: 'echo:test', args }] } },
    },
  };
}

/** A Pod that nothing runs. */
export function pod(name: string, labels: Readonly<Record<string, string>> = {}): object {
  return { metadata: { name, labels }, spec: { containers: [{ name: 'app', image: 'app:1' }] } };
}
