import { describe, expect, it } from 'vitest';
import { refuseTooLarge, renderWarnings, respond } from '../../src/admission/response.ts';
import type { Outcome, Warning } from '../../src/injection/outcome.ts';
import { encodeBase64 } from '../support/load-example.ts';

const SKIPPED: Outcome = {
  decision: { action: 'skip', reason: 'not-requested' },
  verdicts: [],
  pod: {},
  patch: [],
  warnings: [],
  trace: () => [],
};
const answer = (rest: Partial<Outcome>): unknown => respond('u-1', { ...SKIPPED, ...rest }, encodeBase64).response;
const warning = (message: string, code: Warning['code'] = 'conflict'): Warning => ({ code, message });

describe('respond', () => {
  it('allows a Pod that is skipped, and says why in the audit annotations', () => {
    expect(respond('u-1', SKIPPED, encodeBase64)).toStrictEqual({
      apiVersion: 'admission.k8s.io/v1',
      kind: 'AdmissionReview',
      response: { uid: 'u-1', allowed: true, auditAnnotations: { decision: 'skip', reason: 'not-requested' } },
    });
  });

  it('carries the patch as base64 of UTF-8', () => {
    const patch = [{ op: 'add', path: '/a', value: 'ü' }] as const;
    const verdicts = [
      { template: 'envoy', revision: 'abc', decision: { action: 'inject', reason: 'injected' } },
      { template: 'log', revision: 'def', decision: { action: 'skip', reason: 'other-os' } },
      { template: 'x'.repeat(1000), decision: { action: 'skip', reason: 'template-unavailable' } },
    ] as const;
    expect(answer({ decision: { action: 'inject', reason: 'injected' }, patch, verdicts })).toStrictEqual({
      uid: 'u-1',
      allowed: true,
      patchType: 'JSONPatch',
      patch: Buffer.from('[{"op":"add","path":"/a","value":"ü"}]').toString('base64'),
      auditAnnotations: { decision: 'inject', reason: 'injected', templates: 'envoy,log', revision: 'abc,def' },
    });
  });

  it('refuses with 403 and a message that stands alone', () => {
    const decision = { action: 'reject', reason: 'unknown-template', message: 'no such template' } as const;
    expect(answer({ decision })).toStrictEqual({
      uid: 'u-1',
      allowed: false,
      status: { code: 403, reason: 'Forbidden', message: 'no such template' },
      auditAnnotations: { decision: 'reject', reason: 'unknown-template' },
    });
  });

  it('carries warnings', () => {
    expect(answer({ warnings: [warning('a')] })).toMatchObject({ allowed: true, warnings: ['a'] });
  });
});

describe('renderWarnings', () => {
  it('puts the most important first and keeps the order of equals', () => {
    const warnings = [warning('4', 'status-dropped'), warning('2'), warning('3'), warning('1', 'template-unavailable')];
    expect(renderWarnings(warnings)).toStrictEqual(['1', '2', '3', '4']);
  });

  it('sends at most twelve', () => {
    const warnings = Array.from({ length: 13 }, (_, index) => warning(String(index)));
    expect(renderWarnings(warnings)).toStrictEqual(warnings.slice(0, 12).map(({ message }) => message));
  });

  it.each([
    ['x'.repeat(240), 'x'.repeat(240)],
    ['x'.repeat(241), `${'x'.repeat(239)}…`],
    ['a\nb\u001B[0m', 'a\\u000ab\\u001b[0m'],
    ['\n'.repeat(240), `${'\\u000a'.repeat(39)}\\u000…`],
  ])('writes one line of at most 240 characters: %j', (message, expected) => {
    expect(renderWarnings([warning(message)])).toStrictEqual([expected]);
  });
});

describe('refuseTooLarge', () => {
  it('refuses for good, with the limit', () => {
    expect(refuseTooLarge('u-1', '10 bytes').response).toStrictEqual({
      uid: 'u-1',
      allowed: false,
      status: {
        code: 413,
        reason: 'RequestEntityTooLarge',
        message:
          'the AdmissionReview of this Pod is larger than the 10 bytes that the sidecar injector reads: make the Pod smaller',
      },
      auditAnnotations: { decision: 'reject', reason: 'too-large' },
    });
  });
});
