/** How a command of a document is known to work. */
export type CommandProof =
  /** It is run by `test/documented-commands.test.ts`, without a cluster. */
  | ({ readonly run: 'offline' } & Expected)
  /** It is run by `test/cluster/documented-commands.test.ts`, in the cluster of `npm run cluster`. */
  | ({ readonly run: 'cluster'; readonly next?: readonly string[] } & Expected)
  /** Another test, or the gate, runs it: a file, and a word in it that proves so. */
  | { readonly ranBy: string; readonly word: string }
  /** It cannot run here: why. */
  | { readonly notHere: string };

interface Expected {
  /** 0 when left out. */
  readonly code?: number;
  /** What its output holds, on either stream. */
  readonly shows?: RegExp;
}

type Entry = readonly [command: string, proof: CommandProof];

const cluster = (expected: Expected & { readonly next?: readonly string[] } = {}): CommandProof => ({
  run: 'cluster',
  ...expected,
});
const offline = (expected: Expected = {}): CommandProof => ({ run: 'offline', ...expected });
const ranBy = (path: string, word: string): CommandProof => ({ ranBy: path, word });
const notHere = (reason: string): CommandProof => ({ notHere: reason });

const GATE = '.ci/run';
const RUNS = ranBy('test/documented-runs.test.ts', 'DOCUMENTS');
const MANIFESTS = ranBy('test/manifests-doc.test.ts', 'docs/manifests.md');
const CLI = ranBy('test/cli/document.test.ts', 'docs/cli.md');
const SHELLS = ranBy('test/cli/completion-in-shells.test.ts', 'completionScript(shell)');
const MTLS = ranBy('test/cluster/client-ca.test.ts', 'docs/mtls.md');
const UNINSTALL = ranBy('test/cluster/operations.test.ts', "commandsOf('Uninstall')");
const EXAMPLE = ranBy('test/cli/example.test.ts', "['run', '--silent', 'example'");
// It runs all of them, block by block, in a shell as the reader has it.
const CHART = ranBy('test/cluster/chart.test.ts', 'COMMANDS');
const NO_LOGS = notHere('the kubelet of the tests serves no logs');

/** The configuration is back, with the CA that the keeper writes into it. */
const BACK = ['kubectl apply -k webhook-config', 'sleep 6'];

/**
 * Every command that a document tells its reader to run, in the order of the document, each with how it is known to work. A test
 * compares the list with the documents, so that no command comes in unseen.
 */
export const DOCUMENT_COMMANDS: Readonly<Record<string, readonly Entry[]>> = {
  'README.md': [
    ['npm ci && npm start', ranBy('test/cli/serve.test.ts', 'startServe')],
    ['npm run example', EXAMPLE],
    ['npm run example -- --review host-network', EXAMPLE],
    ['npm ci && npm test', ranBy(GATE, 'suite test npm test')],
    ['npm ci && npm run cluster', ranBy('test/cluster/documented-commands.test.ts', 'run-cluster.ts')],
    ['kubectl create namespace demo', cluster()],
    ['kubectl label namespace demo sidecar-injector.dev/injection=enabled', cluster()],
    ['kubectl create deployment hello --image=nginx --namespace demo', cluster()],
    ['kubectl rollout status deployment/hello --namespace demo', cluster()],
    [
      "kubectl get pods --namespace demo -o custom-columns='POD:.metadata.name,CONTAINERS:.spec.containers[*].name'",
      cluster({ shows: /^POD +CONTAINERS\nhello-[a-z0-9-]+ +nginx,envoy\n$/u }),
    ],
    [
      'docker build -t sidecar-injector:dev .',
      notHere('there is no Docker; npm run test:image builds the same Dockerfile with buildah'),
    ],
    ['kubectl apply -k deploy/overlays/development', cluster()],
    ['kubectl rollout status deployment/sidecar-injector --namespace sidecar-injector', cluster()],
    ['helm install sidecar-injector deploy/chart --namespace sidecar-injector --create-namespace', CHART],
    ['kubectl delete mutatingwebhookconfiguration sidecar-injector', cluster({ next: BACK })],
    [
      'kubectl run web --image=nginx --annotations=sidecar-injector.dev/inject=yes',
      cluster({ code: 1, shows: /denied the request: annotation sidecar-injector.dev\/inject has the value "yes"/u }),
    ],
    ['kubectl describe replicaset web-699bd94675', ranBy('test/cluster/reason-cases.ts', "event: 'RequestSkipped'")],
    ['kubectl sidecar explain deployment/web --namespace shop', cluster({ shows: /would be injected/u })],
    [
      'kubectl apply -n sidecar-injector -f my-sidecars.yaml',
      cluster({ code: 1, shows: /\* envoy.yaml:13:7: .* did you mean "image"\?\n/u }),
    ],
    ['npm start -- --template-file my-sidecars.yaml', ranBy('test/cli/serve.test.ts', "'--template-file'")],
    ['sidecar-injector check my-sidecars.yaml', offline({ shows: /^0 problems/mu })],
    ['sidecar-injector inject -f shop.yaml --template-file my-sidecars.yaml', offline({ shows: /name: envoy$/mu })],
  ],
  'CONTRIBUTING.md': [
    ['npm ci', ranBy(GATE, 'suite install npm ci')],
    ['npm run check', ranBy(GATE, 'suite check npm run check')],
    ['npm test', ranBy(GATE, 'suite test npm test')],
  ],
  'DEVELOPERS.md': [
    [
      'CGO_ENABLED=0 GOFLAGS=-mod=readonly go build -ldflags "-s -w -X k8s.io/component-base/version.gitVersion=v1.36.3 -X k8s.io/component-base/version.gitMajor=1 -X k8s.io/component-base/version.gitMinor=36" -o <cache folder>/kube-apiserver k8s.io/kubernetes/cmd/kube-apiserver',
      ranBy('test/cluster/binaries.ts', 'gitVersion='),
    ],
    ['npm run generate', ranBy('test/cluster/generated.test.ts', 'renderGeneratedFiles(')],
  ],
  'docs/faq.md': [
    ['kubectl sidecar explain deployment/web --namespace shop', cluster({ shows: /would be injected/u })],
    [
      `kubectl patch deployment web --namespace shop --patch '{"spec":{"template":{"metadata":{"annotations":{"sidecar-injector.dev/inject":"true"}}}}}'`,
      cluster(),
    ],
    ['kubectl sidecar status --namespace shop --show older,outdated,missing', cluster({ shows: /^shop +\d/mu })],
    ['kubectl rollout restart deployment/web --namespace shop', cluster()],
    ['sidecar-injector inject -f job.yaml --template-file sidecars.yaml', RUNS],
    ['sidecar-injector check sidecars.yaml', RUNS],
    ['kubectl logs deployment/web --namespace shop --container envoy', NO_LOGS],
    ['kubectl annotate namespace shop sidecar-injector.dev/templates=envoy', cluster()],
    ['kubectl delete mutatingwebhookconfiguration sidecar-injector', cluster({ next: BACK })],
    ['kubectl sidecar status -A --show missing,lost', cluster({ shows: /^shop +\d/mu })],
    [
      'kubectl get endpointslices --namespace sidecar-injector --selector kubernetes.io/service-name=sidecar-injector',
      cluster({ shows: /8443/u }),
    ],
    ['kubectl logs deployment/sidecar-injector-certs-keeper --namespace sidecar-injector', NO_LOGS],
    [
      "kubectl run probe --image=nginx --namespace shop --dry-run=server -o jsonpath='{.spec.containers[*].name}'",
      cluster({ shows: /^probe envoy$/u }),
    ],
    ['kubectl sidecar explain deployment/web --namespace shop', cluster({ shows: /would be injected/u })],
    ['kubectl sidecar diff --template-file candidate.yaml', cluster({ code: 1, shows: /injected otherwise/u })],
  ],
  'docs/gitops.md': [
    [
      "kubectl get mutatingwebhookconfiguration sidecar-injector --show-managed-fields -o jsonpath='{.metadata.managedFields[*].manager}'",
      cluster({ shows: /\bsidecar-injector\b/u }),
    ],
    ['kubectl diff -k webhook-config', cluster({ shows: /^$/u })],
    [
      'kubectl apply --server-side --force-conflicts -k webhook-config',
      cluster({ next: ['kubectl sidecar explain deployment/web -n shop'] }),
    ],
    [
      'sidecar-injector diff --against deployed.yaml --template-file candidate.yaml -f manifests/',
      offline({ code: 1, shows: /injected otherwise/u }),
    ],
    [
      'kubectl delete mutatingwebhookconfiguration,validatingwebhookconfiguration sidecar-injector',
      cluster({ next: BACK }),
    ],
  ],
  'docs/operations.md': [
    ['kubectl apply -k webhook-config', cluster()],
    [
      "kubectl get mutatingwebhookconfiguration sidecar-injector -o jsonpath='{.webhooks[*].clientConfig.caBundle}' | wc -c",
      cluster({ shows: /^\d{4,}\n$/u }),
    ],
    ['sidecar-injector certs create --namespace sidecar-injector', cluster()],
    [
      'kubectl delete mutatingwebhookconfiguration,validatingwebhookconfiguration sidecar-injector --ignore-not-found',
      UNINSTALL,
    ],
    ['kubectl delete -k deploy/overlays/production --ignore-not-found', UNINSTALL],
  ],
  'docs/rollout.md': [
    ['kubectl sidecar check candidate.yaml', cluster({ shows: /^0 problems/mu })],
    ['kubectl sidecar diff --template-file candidate.yaml', cluster({ code: 1, shows: /resources\.requests\.cpu/u })],
    ['kubectl sidecar diff --template-file candidate.yaml -o name > affected.txt', cluster({ code: 1 })],
    ['kubectl apply --namespace sidecar-injector --dry-run=server -f candidate.yaml', cluster()],
    ['kubectl apply --namespace sidecar-injector -f candidate.yaml', cluster({ next: ['sleep 2'] })],
    [
      'kubectl sidecar status -A --show outdated,missing,lost',
      cluster({ shows: /outdated: 1 Pod of Deployment shop\/web/u }),
    ],
    ['kubectl sidecar status -A --show outdated -o name', cluster({ shows: /^pod\/web-\S+ -n shop$/mu })],
    [
      String.raw`kubectl get pods --namespace shop -o custom-columns='POD:.metadata.name,STATUS:.metadata.annotations.sidecar-injector\.dev/status'`,
      cluster({ shows: /"revision":"[0-9a-f]{12}"/u }),
    ],
    ['kubectl rollout restart deployment/web --namespace shop', cluster()],
    ['kubectl rollout status deployment/web --namespace shop', cluster()],
    [
      'while read -r workload; do kubectl rollout restart $workload && kubectl rollout status $workload; done < affected.txt',
      cluster({ shows: /deployment.apps\/hello restarted[^]*deployment.apps\/web restarted/u }),
    ],
    ['kubectl sidecar status -A', cluster({ shows: /^demo +1 +1 +0 [^]*^shop +1 +1 +0 /mu })],
    [
      String.raw`kubectl get pods -A -o custom-columns='NAMESPACE:.metadata.namespace,POD:.metadata.name,ASKS:.metadata.annotations.sidecar-injector\.dev/inject'`,
      cluster({ shows: /^shop +web-\S+ +true$/mu }),
    ],
    ['kubectl get events -A --field-selector reason=FailedCreate', cluster()],
  ],
  'docs/export.md': [
    [
      'sidecar-injector export --template-file sidecars.yaml | kubectl apply -f -',
      cluster({ shows: /mutatingadmissionpolicy.*created/u }),
    ],
    [
      'sidecar-injector export envoy fluent-bit --template-file sidecars.yaml -o json',
      offline({ shows: /"kind": "List"/u }),
    ],
    ['sidecar-injector export --guard | kubectl apply -f -', cluster({ shows: /validatingadmissionpolicy.*created/u })],
    [
      'kubectl delete mutatingadmissionpolicies,mutatingadmissionpolicybindings -l app.kubernetes.io/part-of=sidecar-injector',
      cluster({ shows: /deleted/u }),
    ],
    [
      'kubectl delete validatingadmissionpolicies,validatingadmissionpolicybindings -l app.kubernetes.io/part-of=sidecar-injector',
      // The API server looks at its policies once a second.
      cluster({ shows: /deleted/u, next: ['sleep 3'] }),
    ],
  ],
  'deploy/examples/README.md': [
    ['kubectl apply -k deploy/examples/otel-collector', cluster()],
    ['kubectl apply -f deploy/examples/otel-collector/pod.yaml', cluster()],
  ],
  'deploy/chart/README.md': [
    ['helm install sidecar-injector deploy/chart --namespace sidecar-injector --create-namespace', CHART],
    ['kubectl -n sidecar-injector rollout status deployment/sidecar-injector', CHART],
    [
      'kubectl label namespace sidecar-injector sidecar-injector.dev/injection=disabled pod-security.kubernetes.io/enforce=restricted',
      CHART,
    ],
    ['kubectl create namespace shop', CHART],
    ['kubectl label namespace shop sidecar-injector.dev/injection=enabled', CHART],
    [
      'helm install sidecar-injector deploy/chart --namespace sidecar-injector --take-ownership --force-conflicts',
      CHART,
    ],
    [
      'helm upgrade sidecar-injector deploy/chart --namespace sidecar-injector --reset-then-reuse-values --set-file templates.data.envoy=envoy.yaml',
      CHART,
    ],
    [
      'helm upgrade sidecar-injector deploy/chart --namespace sidecar-injector --reset-then-reuse-values --set profiles.ha=true',
      CHART,
    ],
    [
      'helm upgrade sidecar-injector deploy/chart --namespace sidecar-injector --reset-then-reuse-values --set profiles.ignore=true',
      CHART,
    ],
    ['sidecar-injector export --guard --template-file sidecars.yaml --namespace sidecar-injector > guard.yaml', CHART],
    [
      'helm upgrade sidecar-injector deploy/chart --namespace sidecar-injector --reset-then-reuse-values --set profiles.ignore=true --set-file guard.manifest=guard.yaml',
      CHART,
    ],
    ['helm upgrade sidecar-injector deploy/chart --namespace sidecar-injector --reset-then-reuse-values', CHART],
    ['helm rollback sidecar-injector --namespace sidecar-injector', CHART],
    ['helm uninstall sidecar-injector --namespace sidecar-injector', CHART],
    ['kubectl -n sidecar-injector delete secret sidecar-injector-ca sidecar-injector-tls', CHART],
  ],
  'docs/cli.md': [
    ['sidecar-injector explain -f web.yaml --template-file sidecars.yaml --namespace-label none', CLI],
    ['sidecar-injector diff -f web.yaml --against sidecars.yaml --template-file candidate.yaml', CLI],
    ['sidecar-injector diff -f web.yaml --against sidecars.yaml --template-file candidate.yaml -o name', CLI],
    ['source <(sidecar-injector completion bash)', SHELLS],
    ['sidecar-injector completion zsh > "${fpath[1]}/_sidecar-injector"', SHELLS],
    ['sidecar-injector completion fish > ~/.config/fish/completions/sidecar-injector.fish', SHELLS],
  ],
  'docs/manifests.md': [
    ['sidecar-injector inject -f shop.yaml --template-file sidecars.yaml', MANIFESTS],
    ['sidecar-injector inject -f shop.yaml --template-file sidecars.yaml | sidecar-injector uninject -f -', MANIFESTS],
    ['sidecar-injector check -f sidecars.yaml', MANIFESTS],
    ['sidecar-injector check -o github sidecars.yaml', MANIFESTS],
  ],
  'docs/migration.md': [
    ['sidecar-injector explain -f hello.yaml --template-file classic.yaml --namespace-label none', RUNS],
    ['sidecar-injector inject -f hello-moved.yaml --template-file classic.yaml --namespace-label none', RUNS],
    ['sidecar-injector check -f from-istio.yaml', RUNS],
    ['sidecar-injector inject -f shop.yaml --template-file from-istio.yaml', RUNS],
    ['sidecar-injector inject -f web.yaml --template-file from-tumblr.yaml', RUNS],
  ],
  'docs/mtls.md': [
    [
      'openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=webhook-clients" -addext "keyUsage=critical,keyCertSign,cRLSign" -keyout webhook-client-ca.key -out webhook-client-ca.crt',
      MTLS,
    ],
    [
      'openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=kube-apiserver" -keyout webhook-client.key -out webhook-client.csr',
      MTLS,
    ],
    [String.raw`printf "keyUsage=critical,digitalSignature\nextendedKeyUsage=clientAuth\n" > webhook-client.ext`, MTLS],
    [
      'openssl x509 -req -in webhook-client.csr -days 365 -CA webhook-client-ca.crt -CAkey webhook-client-ca.key -extfile webhook-client.ext -out webhook-client.crt',
      MTLS,
    ],
    [
      'kubectl --namespace sidecar-injector create configmap sidecar-injector-client-ca --from-file=ca.crt=webhook-client-ca.crt',
      MTLS,
    ],
  ],
};
