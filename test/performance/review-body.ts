import { readFile } from 'node:fs/promises';

/** An AdmissionReview as bytes, with the place of its uid, so that each request has its own without a new body. */
export interface ReviewBody {
  readonly bytes: Buffer;
  readonly uidOffset: number;
}

/** The parts of an AdmissionReview that the bench changes. */
export interface PodReview {
  readonly request: {
    readonly uid: string;
    readonly object: { readonly spec: { readonly containers: readonly Readonly<Record<string, unknown>>[] } };
  };
}

const UID_PREFIX = '00000000-0000-4000-8000-';
const UID_COUNTER_DIGITS = 12;
const BLANK_UID = UID_PREFIX + '0'.repeat(UID_COUNTER_DIGITS);

/** Reads a recorded AdmissionReview. The file's layout does not matter: API servers send it without blanks. */
export async function readReview(file: string): Promise<PodReview> {
  return JSON.parse(await readFile(file, 'utf8')) as PodReview;
}

/** The review as an API server sends it, with a uid that {@link writeUid} overwrites. */
export function toReviewBody(review: PodReview): ReviewBody {
  const bytes = Buffer.from(JSON.stringify({ ...review, request: { ...review.request, uid: BLANK_UID } }));
  return { bytes, uidOffset: bytes.indexOf(BLANK_UID) };
}

/** Gives the body the uid of request `number`, in place, and returns that uid. */
export function writeUid(body: ReviewBody, number: number): string {
  const uid = UID_PREFIX + number.toString(16).padStart(UID_COUNTER_DIGITS, '0');
  body.bytes.write(uid, body.uidOffset, 'latin1');
  return uid;
}

/** The same review with `count` environment variables in the Pod's first container, instead of its own. */
export function withEnvVars(review: PodReview, count: number): PodReview {
  const env = Array.from({ length: count }, (_, index) => ({
    name: `APPLICATION_SETTING_${index}`,
    value: `value-${index}-of-the-application`,
  }));
  const { object } = review.request;
  const [first, ...others] = object.spec.containers;
  const spec = { ...object.spec, containers: [{ ...first, env }, ...others] };
  return { ...review, request: { ...review.request, object: { ...object, spec } } };
}
