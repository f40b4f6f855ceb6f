/** One condition of `/readyz`: `undefined` where it holds, else why it does not. */
export interface ReadinessCheck {
  readonly name: string;
  readonly failure: () => string | undefined;
  /** What `/readyz?verbose` adds although the check holds. */
  readonly notes?: () => readonly string[];
}

/** The answer of `/readyz`. */
export interface Readiness {
  readonly isReady: boolean;
  /** A line for each check, as the API server's own `/readyz?verbose` writes them. */
  readonly text: string;
}

/** Asks all checks. @see https://kubernetes.io/docs/reference/using-api/health-checks/ */
export function checkReadiness(checks: readonly ReadinessCheck[]): Readiness {
  const results = checks.map(({ name, failure, notes }) => ({ name, failure: failure(), notes: notes?.() ?? [] }));
  const lines = results.flatMap(({ name, failure, notes }) => [
    failure === undefined ? `[+]${name} ok` : `[-]${name} failed: ${failure}`,
    ...notes.map((note) => `    ${note}`),
  ]);
  const isReady = results.every(({ failure }) => failure === undefined);
  return { isReady, text: [...lines, isReady ? 'readyz check passed' : 'readyz check failed', ''].join('\n') };
}
