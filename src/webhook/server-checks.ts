import type { ReadinessCheck } from './readiness.ts';
import type { CertificateHolder } from './certificate-holder.ts';
import type { TemplateStore } from './template-store.ts';

/** What readiness depends on. */
export interface ServerState {
  readonly certificates: CertificateHolder;
  readonly templates: TemplateStore;
  readonly isDraining: () => boolean;
  readonly now: () => Date;
}

/** The conditions of `/readyz`: a certificate that holds, a template in force, not about to end. Not the API server's health. */
export function serverChecks({ certificates, templates, isDraining, now }: ServerState): readonly ReadinessCheck[] {
  return [
    {
      name: 'certificate',
      failure: () =>
        certificates.current.notAfter > now()
          ? certificates.fault
          : `the certificate ended at ${certificates.current.notAfter.toISOString()}`,
      notes: () => certificateNotes(certificates),
    },
    {
      name: 'templates',
      failure: () =>
        templates.current.set.templates.size > 0 ? undefined : `no template is in force${firstProblem(templates)}`,
      notes: () => templateNotes(templates),
    },
    { name: 'draining', failure: () => (isDraining() ? 'the server is about to end' : undefined) },
  ];
}

function certificateNotes({ current, refused }: CertificateHolder): readonly string[] {
  const refusal = refused === undefined ? [] : [`refused, so that the old one stays: ${refused}`];
  return [`valid until ${current.notAfter.toISOString()}`, ...refusal];
}

function firstProblem({ current }: TemplateStore): string {
  const [entry] = current.problems;
  const problem = entry?.[1][0];
  if (entry === undefined || problem === undefined) return '';
  return `: ${entry[0] === '' ? '' : `${entry[0]}: `}line ${problem.line}: ${problem.message}`;
}

function templateNotes({ current }: TemplateStore): readonly string[] {
  const inForce = [...current.set.templates.values()].map(({ name, revision }) => `${name} ${revision}`);
  const problems = [...current.problems].flatMap(([key, list]) =>
    list.map(({ line, message }) => `problem: ${key === '' ? '' : `${key}: `}line ${line}: ${message}`),
  );
  return [...inForce, ...problems];
}

/** How many templates are good, served from an older version, or not available. */
export function templateStates({ current }: TemplateStore): { good: number; stale: number; unavailable: number } {
  const stale = current.stale.size;
  return { good: current.byKey.size - stale, stale, unavailable: current.set.unavailable.size };
}
