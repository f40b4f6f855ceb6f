import { stringAt } from '../../injection/json.ts';
import { checkCertificate } from './check-certificate.ts';
import { checkEntry, type Creation } from './check-entry.ts';
import { checkService } from './check-service.ts';
import type { ClusterFacts, Installation } from './cluster-facts.ts';
import type { Check } from './explanation.ts';
import { callsService, coversPodCreation, listEntries, pathOfEntry, type WebhookEntry } from './webhook-entry.ts';

/** What the API server does with the creation of a Pod before and around the injector. */
export interface ApiServerSide {
  readonly checks: readonly Check[];
  /** Webhooks that call the injector, each with whether the Pod is sent. */
  readonly entries: readonly { readonly webhook: WebhookEntry; readonly check: Check }[];
  /** What to do so that calls reach the injector, each in the imperative. */
  readonly remedies: readonly string[];
}

/** A cluster without anything to tell, as where there is none. */
export const NO_API_SERVER: ApiServerSide = { checks: [], entries: [], remedies: [] };

/**
 * Evaluates what the API server would do with the creation of a Pod: which webhooks call the injector, whether they select the
 * Pod, whether a call would be answered, and what comes after.
 */
export async function checkApiServer(
  facts: ClusterFacts,
  creation: Creation,
  installation: Installation,
  now: Date,
): Promise<ApiServerSide> {
  const about = 'webhooks';
  const { configurations } = facts;
  if (!configurations.ok) {
    const checks: readonly Check[] = [
      { about, saw: `not checked: ${configurations.error.message}`, verdict: 'unknown' },
    ];
    return { ...NO_API_SERVER, checks };
  }
  const all = listEntries(configurations.value);
  const ours = all.filter((webhook) => callsService(webhook, installation));
  const service = `Service ${installation.namespace}/${installation.name}`;
  if (ours.length === 0) {
    const saw = `no MutatingWebhookConfiguration has a webhook that calls the ${service}: no Pod is sent`;
    return { ...NO_API_SERVER, checks: [{ about, saw, verdict: 'stops' }], remedies: [REGISTER] };
  }
  const entries = ours.map((webhook) => ({ webhook, check: checkEntry(webhook, creation) }));
  const names = [...new Set(ours.map(({ configuration }) => configuration))].join(', ');
  const saw = `MutatingWebhookConfiguration ${names}: ${ours.length} call the ${service}`;
  const called = await checkCalls(facts, installation, ours, now);
  const sent = entries.map(({ check }) => check);
  const around = [describePolicy(ours), ...describeLater(all, ours, creation)];
  return {
    checks: [{ about, saw, verdict: 'ok' }, ...sent, ...called.checks, ...around],
    entries,
    remedies: called.remedies,
  };
}

/** Whether a call would be answered: the API server believes the certificate, and a replica is there. */
async function checkCalls(
  facts: ClusterFacts,
  installation: Installation,
  ours: readonly WebhookEntry[],
  now: Date,
): Promise<Pick<ApiServerSide, 'checks' | 'remedies'>> {
  const certificate = await checkCertificate(facts, installation, ours, now);
  const service = checkService(facts, installation, ours);
  const remedies = [
    ...(certificate.verdict === 'stops' ? [RENEW] : []),
    ...(service.verdict === 'stops' ? [reviveReplicas(installation)] : []),
  ];
  return { checks: [certificate, service], remedies };
}

const REGISTER =
  'apply the MutatingWebhookConfiguration again (kubectl apply -k webhook-config), and run the certificates’ Job (certs create)';

const RENEW =
  'run the certificates’ Job (certs create), so that caBundle holds the CA of the certificate that is served';

function reviveReplicas({ namespace }: Installation): string {
  return `bring up a replica of the injector (kubectl get pods -n ${namespace})`;
}

/** @see https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#failure-policy */
function describePolicy(ours: readonly WebhookEntry[]): Check {
  const policies = [...new Set(ours.map(({ entry }) => stringAt(entry, 'failurePolicy') ?? 'Fail'))];
  const meanings = policies.map((policy) =>
    policy === 'Ignore'
      ? 'Ignore: where a call fails, the Pod is let in without a sidecar'
      : `${policy}: where a call fails, the Pod is refused, and its controller tries again`,
  );
  return { about: 'failurePolicy', saw: meanings.join('; '), verdict: 'note' };
}

/** Webhooks after ours that see the Pod: they may change what was injected. */
function describeLater(
  all: readonly WebhookEntry[],
  ours: readonly WebhookEntry[],
  creation: Creation,
): readonly Check[] {
  const last = all.findLastIndex((webhook) => ours.includes(webhook));
  const later = all
    .slice(last + 1)
    .filter((webhook) => coversPodCreation(webhook) && checkEntry(webhook, creation).verdict !== 'stops');
  if (later.length === 0) return [];
  const names = later.map(({ configuration, name }) => `${configuration}/${name}`).join(', ');
  const isAskedAgain = ours.some(({ entry }) => entry['reinvocationPolicy'] === 'IfNeeded');
  const then = isAskedAgain ? 'the injector is asked again where they change it' : 'the injector is not asked again';
  return [
    {
      about: 'later webhooks',
      saw: `${names} see the Pod after the injector, and may change it; ${then}`,
      verdict: 'note',
    },
  ];
}

/** Whether the webhook that sends the Pod says that its namespace is enabled; `undefined` where none surely does. */
export function isSentAsEnabled({ entries }: ApiServerSide): boolean | undefined {
  const sending = entries.filter(({ check }) => check.verdict === 'ok');
  return sending.length === 0 ? undefined : sending.some(({ webhook }) => pathOfEntry(webhook).endsWith('/enabled'));
}

/** What keeps the Pod from being sent: of the webhook that should send it, the first thing that does not hold. */
export function findUnsent({ entries }: ApiServerSide, isEnabled: boolean): string | undefined {
  if (entries.length === 0 || entries.some(({ check }) => check.verdict !== 'stops')) return undefined;
  const path = isEnabled ? '/enabled' : '/requested';
  const one = entries.find(({ webhook }) => pathOfEntry(webhook).endsWith(path)) ?? entries[0];
  const part = one?.check.parts?.find(({ verdict }) => verdict === 'stops');
  if (one === undefined || part === undefined) return undefined;
  return `change ${part.about} of the webhook ${one.webhook.name} so that it selects the Pod (${part.saw})`;
}
