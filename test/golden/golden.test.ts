import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { injectPod } from '../../src/injection/inject-pod.ts';
import type { Outcome } from '../../src/injection/outcome.ts';
import { applyPatch, copyOf, deepFreeze } from '../support/apply-patch.ts';
import { GOLDEN_FILES, injectGoldenCase, listGoldenCases, renderOutcome } from '../support/golden-cases.ts';

/** `template reason` of each verdict, or that of the Pod where a row before them decided. */
function reasonsOf({ verdicts, decision }: Outcome): readonly string[] {
  if (verdicts.length === 0) return [decision.reason];
  return verdicts.map((verdict) => `${verdict.template} ${verdict.decision.reason}`);
}

describe.each(listGoldenCases())('golden $name', (golden) => {
  const { subject, templates, outcome } = injectGoldenCase(golden);

  it('has only files that are known', () => {
    expect(golden.files.filter((file) => !GOLDEN_FILES.includes(file))).toStrictEqual([]);
  });

  it.each(Object.entries(renderOutcome(outcome)))('comes to %s', async (file, content) => {
    await expect(content).toMatchFileSnapshot(fileURLToPath(new URL(file, golden.folder)));
  });

  it('has a patch that gives the injected Pod', () => {
    expect(applyPatch(subject.pod, outcome.patch)).toStrictEqual(copyOf(outcome.pod));
  });

  it('changes nothing the second time', () => {
    const again = injectPod({ ...subject, pod: deepFreeze(copyOf(outcome.pod)) }, templates);
    expect(again.patch).toStrictEqual([]);
    const reasons = reasonsOf(outcome);
    const isInjected = outcome.decision.action === 'inject';
    const expected = reasons.map((reason) => (isInjected ? reason.replace(/ injected$/, ' already-injected') : reason));
    expect(reasonsOf(again)).toStrictEqual(expected);
  });
});
