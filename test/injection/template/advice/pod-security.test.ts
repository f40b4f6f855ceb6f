import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { adviseTemplate } from '../../../../src/injection/template/advice/advice.ts';
import { SECURITY_RULES } from '../../../../src/injection/template/advice/pod-security.ts';
import { templateOf } from '../../../support/load-example.ts';
import { RESTRICTED_EXAMPLES, SECURITY_EXAMPLES, specOf } from '../../../support/security-examples.ts';

function securityOf(text: string): { level: string; found: readonly string[] } {
  const { level, warnings } = adviseTemplate(text);
  const found = warnings.filter(({ code }) => code === 'pod-security');
  return { level, found: found.map(({ path, message }) => `${path}: ${message}`) };
}

describe('the Pod Security level of a template', () => {
  it.each(SECURITY_EXAMPLES)('is exceeded at $path: $rule', ({ exceeds, rule, path, ...change }) => {
    const text = stringify(specOf(change));
    // Fields of Windows would be refused in a template for Linux.
    templateOf('sidecar', `os: any\n${text}`);
    expect(securityOf(text).level).toBe(exceeds === 'baseline' ? 'privileged' : 'baseline');
    expect(securityOf(text).found).toContain(`${path}: exceeds the Pod Security level ${exceeds}: ${rule}`);
  });

  it.each(RESTRICTED_EXAMPLES.map((spec) => [stringify(spec)]))('is restricted: %s', (text) => {
    templateOf('sidecar', text);
    expect(securityOf(text)).toStrictEqual({ level: 'restricted', found: [] });
  });

  it('has an example for each rule', () => {
    const named = new Set(SECURITY_EXAMPLES.map(({ exceeds, rule }) => `${exceeds} ${rule}`));
    expect(SECURITY_RULES.filter(({ exceeds, name }) => !named.has(`${exceeds} ${name}`))).toStrictEqual([]);
    expect(named.size).toBe(SECURITY_RULES.length);
  });

  it('tells at once what is missing from a container', () => {
    expect(securityOf('spec:\n  containers: [{name: a, image: a}]\n').found).toStrictEqual([
      'spec.containers[0]: exceeds the Pod Security level restricted: allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true, seccompProfile',
    ]);
  });

  it('asks less of a container for Windows', () => {
    expect(securityOf('os: windows\ncontainers: [{name: a, image: a}]\n').found).toStrictEqual([
      'containers[0]: exceeds the Pod Security level restricted: runAsNonRoot != true',
    ]);
  });

  it('misses nothing in the entry "*", whose containers have their own fields', () => {
    expect(securityOf('containers: [{name: "*", tty: true}]\n').found).toStrictEqual([]);
    expect(
      securityOf('containers: [{name: "*", securityContext: {privileged: true, runAsNonRoot: false}}]\n').found,
    ).toStrictEqual([
      'containers[0].securityContext.privileged: exceeds the Pod Security level baseline: privileged',
      'containers[0].securityContext.runAsNonRoot: exceeds the Pod Security level restricted: runAsNonRoot != true',
    ]);
  });

  it('does not guess what an expression gives', () => {
    const security = `{allowPrivilegeEscalation: "\${{ params.a }}", privileged: "\${{ params.a }}", runAsNonRoot: true,
      seccompProfile: {type: RuntimeDefault}, capabilities: {drop: ["\${{ params.b }}"]}}`;
    const text = `params: {a: {type: boolean, default: false}, b: {type: string, default: ALL}}\ncontainers: [{name: a, image: a, securityContext: ${security}}]\n`;
    templateOf('sidecar', text);
    expect(securityOf(text)).toStrictEqual({ level: 'restricted', found: [] });
  });
});
