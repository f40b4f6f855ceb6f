import type { TemplateReview } from '../admission/validate.ts';
import { logDurationMs, logId } from './log-fields.ts';
import type { Records } from './record-ending.ts';
import type { Ending } from './review-route.ts';

/**
 * Writes one log line for a review of the template ConfigMap and counts it. The line holds names and numbers, never text of
 * a template.
 *
 * @param durationMs from the headers of the request to the end of the answer
 */
export function recordTemplateReview(
  ending: Ending<TemplateReview>,
  durationMs: number,
  { metrics, log }: Records,
): void {
  const duration = logDurationMs(durationMs);
  if ('failure' in ending) {
    metrics.countTemplateReview('failed');
    log.warn({ result: 'failed', reason: ending.failure, durationMs: duration }, 'template review');
  } else if ('tooLarge' in ending) {
    metrics.countTemplateReview('refused');
    const line = { uid: ending.tooLarge, allowed: false, result: 'refused', reason: 'too-large', durationMs: duration };
    log.warn(line, 'template review');
  } else {
    const { request, result, problems } = ending.review;
    metrics.countTemplateReview(result);
    const ids = { uid: logId(request.uid), namespace: logId(request.namespace), name: logId(request.name) };
    const verdict = { allowed: result !== 'refused', result, problems: problems.length };
    log.info({ ...ids, ...verdict, ...(request.dryRun && { dryRun: true }), durationMs: duration }, 'template review');
  }
}
