import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { injectPod } from '../../src/injection/inject-pod.ts';
import { applyPatch, copyOf, deepFreeze } from '../support/apply-patch.ts';
import { GOLDEN_FILES, injectGoldenCase, listGoldenCases, renderOutcome } from '../support/golden-cases.ts';

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
    if (outcome.decision.action !== 'inject') expect(again.decision).toStrictEqual(outcome.decision);
    else expect(again.decision).toStrictEqual({ action: 'skip', reason: 'already-injected' });
  });
});
