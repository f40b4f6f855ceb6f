import { describe, expect, it } from 'vitest';
import { InjectedOutcome, withWarnings } from '../../src/injection/injected-outcome.ts';
import { injectPod } from '../../src/injection/inject-pod.ts';
import { objectsAt, objectAt } from '../../src/injection/json.ts';
import { podOf, setOf, subjectOf } from '../support/load-example.ts';

const OUTCOME = injectPod(subjectOf(podOf()), setOf({ envoy: 'containers: [{name: envoy, image: "envoy:1"}]' }));

describe('InjectedOutcome', () => {
  it('makes the Pod once, when it is asked for', () => {
    let made = 0;
    const outcome = new InjectedOutcome(OUTCOME, () => ({ made: (made += 1) }));
    expect(made).toBe(0);
    expect([outcome.pod, outcome.pod]).toStrictEqual([{ made: 1 }, { made: 1 }]);
  });
});

describe('withWarnings', () => {
  it('adds warnings and keeps the Pod', () => {
    const warning = { code: 'namespace-unknown', message: 'x' } as const;
    const outcome = withWarnings(OUTCOME, [warning]);
    expect(outcome.warnings).toStrictEqual([...OUTCOME.warnings, warning]);
    expect(objectsAt(objectAt(outcome.pod, 'spec'), 'containers')).toHaveLength(2);
    expect(outcome.patch).toBe(OUTCOME.patch);
  });
});
