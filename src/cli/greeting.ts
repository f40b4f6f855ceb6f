import type { ListenAddress, Settings } from '../settings.ts';

/** A review that a person can paste: small, yet complete enough to be injected. */
const EXAMPLE_REVIEW = {
  apiVersion: 'admission.k8s.io/v1',
  kind: 'AdmissionReview',
  request: {
    uid: 'example',
    kind: { group: '', version: 'v1', kind: 'Pod' },
    operation: 'CREATE',
    namespace: 'default',
    object: {
      metadata: { name: 'web', annotations: { 'sidecar-injector.dev/inject': 'true' } },
      spec: { containers: [{ name: 'web', image: 'nginx' }] },
    },
  },
};

/** What a standalone server says when it is ready: where it listens, and what to try. */
export function greet({ listen, probeListen, templates: location }: Settings, templates: readonly string[]): string {
  const url = `https://${reachableHost(listen)}`;
  return [
    `sidecar-injector is ready: reviews on ${url}, probes and metrics on http://${reachableHost(probeListen)}`,
    `templates in force: ${templates.length === 0 ? 'none' : templates.join(', ')}${location.from === 'example' ? ' (the Envoy example; your own: --template-file FILE)' : ''}`,
    '',
    'Send it a review:',
    `  curl -sk ${url}/mutate/enabled -H 'Content-Type: application/json' -d '${JSON.stringify(EXAMPLE_REVIEW)}'`,
    '',
    'Or see a recorded review, its decision and the patched Pod as YAML, from another terminal:',
    '  npm run example',
    '',
    '',
  ].join('\n');
}

/** An address that a client on this machine can use. */
function reachableHost({ host, port }: ListenAddress): string {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `${name.includes(':') ? `[${name}]` : name}:${port}`;
}
