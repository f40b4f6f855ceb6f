import { basename } from 'node:path';

/** How the program was called. */
export interface Invocation {
  /** What usage texts call it. */
  readonly name: string;
  readonly args: readonly string[];
}

/**
 * Tells by the name of the file how the program was called: by itself, as a plugin of kubectl, or by kubectl for the completion
 * of the plugin.
 *
 * | file                        | called         | arguments                  |
 * | --------------------------- | -------------- | -------------------------- |
 * | `kubectl-sidecar`           | by kubectl     | as they are                |
 * | `kubectl_complete-sidecar`  | by kubectl     | those of `__complete`      |
 * | any other                   | by itself      | as they are                |
 *
 * @param file the path that it was called by
 * @see https://kubernetes.io/docs/tasks/extend-kubectl/kubectl-plugins/
 */
export function readInvocation(file: string, args: readonly string[]): Invocation {
  const name = basename(file).replace(/\.(?:mjs|ts)$/, '');
  if (name === 'kubectl-sidecar') return { name: 'kubectl sidecar', args };
  if (name === 'kubectl_complete-sidecar') return { name: 'kubectl sidecar', args: ['__complete', '--', ...args] };
  return { name: 'sidecar-injector', args };
}
