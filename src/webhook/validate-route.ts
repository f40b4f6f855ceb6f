import type { FastifyInstance } from 'fastify';
import type { ReviewError } from '../admission/review.ts';
import { validate, type ConfigMapName, type TemplateReview } from '../admission/validate.ts';
import type { Result } from '../result.ts';
import { VALIDATION_ALLOWANCE } from './limits.ts';
import type { Metrics } from './metrics.ts';
import { recordTemplateReview } from './record-template-review.ts';
import { ReviewFailure, TOO_MANY_REQUESTS } from './review-failure.ts';
import { addReviewRoute, type ReviewRouteDependencies } from './review-route.ts';
import { sha256Hex } from './sha256-hex.ts';
import { WorkAllowance } from './work-allowance.ts';

/** What answering a review of the template ConfigMap takes. */
export interface ValidateDependencies extends ReviewRouteDependencies {
  /** The ConfigMap that templates are read from; left out, every ConfigMap is validated as one. */
  readonly templateConfigMap?: ConfigMapName;
  readonly metrics: Metrics;
}

/** Adds the path of the ValidatingWebhookConfiguration. Each review is logged and counted once, as Pods' are. */
export function addValidateRoute(app: FastifyInstance, dependencies: ValidateDependencies): void {
  const { templateConfigMap } = dependencies;
  const allowance = new WorkAllowance(VALIDATION_ALLOWANCE, () => performance.now());
  const review = (body: unknown): Result<TemplateReview, ReviewError> => {
    if (allowance.isSpent)
      throw new ReviewFailure(TOO_MANY_REQUESTS, 'overloaded', 'too many templates are being checked: come again');
    return allowance.run(() => validate(body, { templateConfigMap, sha256Hex }));
  };
  const record = (ending: Parameters<typeof recordTemplateReview>[0], durationMs: number): void =>
    recordTemplateReview(ending, durationMs, dependencies);
  addReviewRoute<TemplateReview>(app, { path: '/validate', kind: 'ConfigMap', review, record }, dependencies);
}
