import type { JsonObject } from '../../src/injection/json.ts';
import type { AdmissionReviewResponse } from '../../src/admission/response.ts';
import type { PatchOperation } from '../../src/injection/outcome.ts';
import { podOf } from './load-example.ts';

/** An AdmissionReview of a new Pod in namespace `demo`; `request` replaces fields of its request. */
export function reviewOf(object: unknown = podOf(), request: Readonly<Record<string, unknown>> = {}): JsonObject {
  return {
    kind: 'AdmissionReview',
    apiVersion: 'admission.k8s.io/v1',
    request: {
      uid: '13796e58-a751-4671-8371-67ff68c1f41d',
      kind: { group: '', version: 'v1', kind: 'Pod' },
      resource: { group: '', version: 'v1', resource: 'pods' },
      namespace: 'demo',
      operation: 'CREATE',
      object,
      dryRun: false,
      ...request,
    } as JsonObject,
  };
}

/** The response in the text of an AdmissionReview. */
export function responseIn(text: string): AdmissionReviewResponse['response'] {
  return (JSON.parse(text) as AdmissionReviewResponse).response;
}

/** The patch in a response; empty where there is none. */
export function patchIn({ patch }: AdmissionReviewResponse['response']): readonly PatchOperation[] {
  return JSON.parse(Buffer.from(patch ?? 'W10=', 'base64').toString('utf8')) as PatchOperation[];
}
