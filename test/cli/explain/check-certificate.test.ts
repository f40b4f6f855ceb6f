import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { beforeAll, describe, expect, it } from 'vitest';
import { issueCa, issueLeaf, type KeyPair } from '../../../certs-job/issue.ts';
import { checkCertificate } from '../../../src/cli/explain/check-certificate.ts';
import type { ClusterFacts } from '../../../src/cli/explain/cluster-facts.ts';
import type { Check } from '../../../src/cli/explain/explanation.ts';
import type { JsonObject } from '../../../src/injection/json.ts';
import type { ApiFailure } from '../../../src/kubernetes/api-failure.ts';
import { failure, ok } from '../../../src/result.ts';

const SERVICE = { namespace: 'sidecar-injector', name: 'sidecar-injector', templateConfigMap: 'envoy-initializer' };
const NOW = new Date();
const FORBIDDEN: ApiFailure = { kind: 'forbidden', message: 'GET …/secrets/sidecar-injector-tls: 403 no' };

let ca: KeyPair;
let otherCa: KeyPair;
let leaf: KeyPair;

beforeAll(async () => {
  [ca, otherCa] = await Promise.all([issueCa(NOW), issueCa(NOW)]);
  leaf = await issueLeaf(ca, { namespace: 'sidecar-injector', service: 'sidecar-injector' }, NOW);
});

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function factsWith(secret: ClusterFacts['servingSecret'], slices: readonly JsonObject[] = []): ClusterFacts {
  const unread = failure(FORBIDDEN);
  return {
    templates: unread,
    configurations: unread,
    service: unread,
    slices: ok(slices),
    servingSecret: secret,
    hasNativeSidecars: true,
  };
}

function check(facts: ClusterFacts, bundle: string, now = NOW): Promise<Check> {
  const entry = { clientConfig: bundle === '' ? {} : { caBundle: base64(bundle) } };
  return checkCertificate(facts, SERVICE, [{ configuration: 'c', createdAt: undefined, name: 'w', entry }], now);
}

const secretOf = (cert: string): ClusterFacts['servingSecret'] => ok({ data: { 'tls.crt': base64(cert) } });
const laterBy = (days: number): Date => new Date(NOW.getTime() + days * 86_400_000);

describe('checkCertificate', () => {
  it('believes a certificate that a CA of the bundle signed', async () => {
    const { verdict, saw } = await check(factsWith(secretOf(leaf.cert)), otherCa.cert + ca.cert);
    expect([verdict, saw]).toEqual([
      'ok',
      expect.stringMatching(
        /^it holds the CA of the certificate in Secret sidecar-injector\/sidecar-injector-tls, for /,
      ),
    ]);
  });

  it('misses caBundle', async () => {
    const saw = 'w has no caBundle: the API server believes no certificate';
    expect(await check(factsWith(secretOf(leaf.cert)), '')).toEqual({ about: 'caBundle', saw, verdict: 'stops' });
  });

  it('does not believe the certificate of another CA', async () => {
    const { verdict, saw } = await check(factsWith(secretOf(leaf.cert)), otherCa.cert);
    expect([verdict, saw]).toEqual(['stops', expect.stringMatching(/^no CA in it signed the certificate/)]);
  });

  it('does not believe a certificate for another name', async () => {
    const foreign = await issueLeaf(ca, { namespace: 'other', service: 'web' }, NOW);
    const { verdict, saw } = await check(factsWith(secretOf(foreign.cert)), ca.cert);
    expect([verdict, saw]).toEqual([
      'stops',
      expect.stringMatching(/is not for sidecar-injector\.sidecar-injector\.svc$/),
    ]);
  });

  it.each([
    [31, /^the certificate in .* ended at /],
    [-1, /^the certificate in .* is valid from .* only$/],
  ])('does not believe it %i days from now', async (days, expected) => {
    const { verdict, saw } = await check(factsWith(secretOf(leaf.cert)), ca.cert, laterBy(days));
    expect([verdict, saw]).toEqual(['stops', expect.stringMatching(expected)]);
  });

  it('asks an endpoint where the Secret may not be read', async () => {
    const server = createServer({ cert: leaf.cert, key: leaf.key });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const slices = [{ ports: [{ port }], endpoints: [{ addresses: ['127.0.0.1'], conditions: { ready: true } }] }];
    const facts = factsWith(failure(FORBIDDEN), slices);
    const verdicts = [await check(facts, ca.cert), await check(facts, otherCa.cert)].map(({ verdict }) => verdict);
    server.close();
    expect(verdicts).toEqual(['ok', 'stops']);
  });

  it('says what it could not check', async () => {
    expect(await check(factsWith(failure(FORBIDDEN)), ca.cert)).toEqual({
      about: 'caBundle',
      saw: `not checked: ${FORBIDDEN.message}; and there is no ready endpoint to ask`,
      verdict: 'unknown',
    });
    const closed = [{ ports: [{ port: 1 }], endpoints: [{ addresses: ['127.0.0.1'] }] }];
    const { verdict, saw } = await check(factsWith(failure(FORBIDDEN), closed), ca.cert);
    expect([verdict, saw]).toEqual(['unknown', expect.stringContaining('127.0.0.1:1 cannot be asked from here: ')]);
  });
});
