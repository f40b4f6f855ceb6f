import { describe, expect, it } from 'vitest';
import { describeProblem, refuseTemplates, type ConfigMapProblem } from '../../src/admission/template-refusal.ts';

const PROBLEM: ConfigMapProblem = {
  key: 'envoy.yaml',
  code: 'wrong-type',
  path: 'spec.containers',
  message: 'must be a list, not 1',
  line: 4,
  column: 2,
};

describe('describeProblem', () => {
  it.each<[string, Partial<ConfigMapProblem>, string]>([
    ['key, line, column and path', {}, 'envoy.yaml:4:2: spec.containers: must be a list, not 1'],
    ['no path for a whole document', { path: '' }, 'envoy.yaml:4:2: must be a list, not 1'],
    ['no line in a key that is gone', { code: 'key-missing', path: '' }, 'envoy.yaml: must be a list, not 1'],
    ['the data for what concerns all keys', { key: '', path: '' }, 'data: must be a list, not 1'],
    ['one line of a message with several', { path: '', message: 'a\nb' }, 'envoy.yaml:4:2: a\\u000ab'],
  ])('writes %s', (_title, changed, text) => {
    expect(describeProblem({ ...PROBLEM, ...changed })).toBe(text);
  });

  it('cuts what no terminal shows', () => {
    expect(describeProblem({ ...PROBLEM, path: '', message: 'x'.repeat(1000) })).toBe(
      `envoy.yaml:4:2: ${'x'.repeat(399)}…`,
    );
  });
});

describe('refuseTemplates', () => {
  it('shows twenty problems and counts the others', () => {
    const problems = Array.from({ length: 25 }, (_, index) => ({ ...PROBLEM, line: index + 1 }));
    const { message, details } = refuseTemplates('envoy-initializer', problems);
    const lines = message.split('\n');
    expect(lines).toHaveLength(22);
    expect([lines[0], lines[20], lines[21]]).toEqual([
      'the templates have 25 problems, so the ConfigMap stays as it is:',
      'envoy.yaml:20:2: spec.containers: must be a list, not 1',
      'and 5 more: mend these, and the next ones are shown',
    ]);
    expect(details?.causes.map(({ field, message: text }) => `${field}: ${text}`)).toEqual(lines.slice(1));
  });
});
