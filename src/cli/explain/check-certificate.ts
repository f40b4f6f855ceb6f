import { X509Certificate } from 'node:crypto';
import { objectAt, stringAt } from '../../injection/json.ts';
import { failure, ok, type Result } from '../../result.ts';
import { SERVING_SECRET, readyEndpoints, type ClusterFacts, type Installation } from './cluster-facts.ts';
import type { Check } from './explanation.ts';
import { readServedCertificate } from './served-certificate.ts';
import type { WebhookEntry } from './webhook-entry.ts';

/** The certificate that the server serves, with those that come with it. */
export interface ServingChain {
  /** Where it was found. */
  readonly place: string;
  /** The server's own first. */
  readonly certificates: readonly X509Certificate[];
}

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/gu;

/**
 * Whether the API server would believe the certificate that the server serves: for each of our webhooks, whether a CA of its
 * `caBundle` signed it, for the Service's name, and now.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#service-reference
 */
export async function checkCertificate(
  facts: ClusterFacts,
  installation: Installation,
  ours: readonly WebhookEntry[],
  now: Date,
): Promise<Check> {
  const about = 'caBundle';
  const bundles = ours.map(({ entry }) => stringAt(objectAt(entry, 'clientConfig'), 'caBundle') ?? '');
  const empty = ours.find((_, index) => bundles[index] === '');
  if (empty !== undefined) {
    return { about, saw: `${empty.name} has no caBundle: the API server believes no certificate`, verdict: 'stops' };
  }
  const chain = await findServingChain(facts, installation);
  if (!chain.ok) return { about, saw: `not checked: ${chain.error}`, verdict: 'unknown' };
  const host = `${installation.name}.${installation.namespace}.svc`;
  const problems = [...new Set(bundles)].map((bundle) =>
    findDistrust(chain.value, readPem(decode(bundle)), { host, now }),
  );
  const problem = problems.find((one) => one !== undefined);
  if (problem !== undefined) return { about, saw: problem, verdict: 'stops' };
  const until = chain.value.certificates[0]?.validToDate.toISOString() ?? '';
  return {
    about,
    saw: `it holds the CA of the certificate in ${chain.value.place}, for ${host}, until ${until}`,
    verdict: 'ok',
  };
}

async function findServingChain(
  { servingSecret, slices }: ClusterFacts,
  { namespace, name }: Installation,
): Promise<Result<ServingChain, string>> {
  if (servingSecret.ok) {
    const certificates = readPem(decode(stringAt(objectAt(servingSecret.value, 'data'), 'tls.crt') ?? ''));
    const place = `Secret ${namespace}/${SERVING_SECRET}`;
    return certificates.length > 0 ? ok({ place, certificates }) : failure(`${place} holds no certificate`);
  }
  const [endpoint] = slices.ok ? readyEndpoints(slices.value) : [];
  const why = servingSecret.error.message;
  if (endpoint === undefined) return failure(`${why}; and there is no ready endpoint to ask`);
  const served = await readServedCertificate(endpoint, `${name}.${namespace}.svc`);
  return served.ok ? served : failure(`${why}; and ${served.error}`);
}

/** Why a chain is not believed; `undefined` where it is. */
function findDistrust(
  { certificates, place }: ServingChain,
  cas: readonly X509Certificate[],
  { host, now }: { readonly host: string; readonly now: Date },
): string | undefined {
  const [leaf] = certificates;
  if (leaf === undefined) return `${place} holds no certificate`;
  if (leaf.validFromDate > now)
    return `the certificate in ${place} is valid from ${leaf.validFromDate.toISOString()} only`;
  if (leaf.validToDate < now) return `the certificate in ${place} ended at ${leaf.validToDate.toISOString()}`;
  if (leaf.checkHost(host, { subject: 'never' }) === undefined) return `the certificate in ${place} is not for ${host}`;
  const anchors = cas.filter((ca) => ca.validFromDate <= now && ca.validToDate >= now);
  return leadsTo(anchors, leaf, certificates.slice(1))
    ? undefined
    : `no CA in it signed the certificate in ${place}: the API server refuses to talk to the server`;
}

/** Whether a certificate is signed by one of the CAs, directly or through others that come with it. */
function leadsTo(
  cas: readonly X509Certificate[],
  certificate: X509Certificate,
  others: readonly X509Certificate[],
): boolean {
  if (cas.some((ca) => isSignedBy(certificate, ca))) return true;
  const issuer = others.find((other) => isSignedBy(certificate, other));
  return (
    issuer !== undefined &&
    leadsTo(
      cas,
      issuer,
      others.filter((other) => other !== issuer),
    )
  );
}

/** The names have to match as well as the signature: verifiers look for the issuer by name. */
function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function readPem(text: string): readonly X509Certificate[] {
  return (text.match(PEM_CERTIFICATE) ?? []).flatMap((pem) => {
    try {
      return [new X509Certificate(pem)];
    } catch {
      return [];
    }
  });
}

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}
