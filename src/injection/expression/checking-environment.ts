import { Environment } from '@marcbachmann/cel-js';
import { MAX_ARGUMENTS, MAX_DEPTH, MAX_LITERAL_ELEMENTS, MAX_NODES } from './limits.ts';
import type { ParameterType } from './parameter.ts';
import { objectTypes, PARAMETER_TYPES, VARIABLE_TYPES } from './pod-types.ts';

/** Stands for `has` while types are checked, in as many letters: the library's own takes no brackets and checks no field. */
export const PRESENCE_TEST = '_h_';

/** What Kubernetes has and the library lacks. Only the types matter: nothing is ever run in this environment. */
const ADDED_FUNCTIONS: readonly string[] = [
  `${PRESENCE_TEST}(dyn): bool`,
  'string.charAt(int): string',
  'string.replace(string, string): string',
  'string.replace(string, string, int): string',
];

let shared: Environment | undefined;

/**
 * An environment that parses expressions and checks their types against the Pod API and the parameters declared. The part without
 * parameters takes about 15 ms to make and is made once, at the first use.
 */
export function createCheckingEnvironment(params: ReadonlyMap<string, ParameterType>): Environment {
  shared ??= createSharedEnvironment();
  const fields = Object.fromEntries([...params].map(([name, type]) => [name, PARAMETER_TYPES[type]]));
  return shared
    .clone()
    .registerType('Params', { ctor: () => undefined, fields })
    .registerVariable('params', 'Params');
}

function createSharedEnvironment(): Environment {
  const environment = new Environment({
    enableOptionalTypes: true,
    // Kubernetes wants literals of one type; maps stand for objects here, whose fields differ.
    homogeneousAggregateLiterals: false,
    limits: {
      maxAstNodes: MAX_NODES,
      maxDepth: MAX_DEPTH,
      maxListElements: MAX_LITERAL_ELEMENTS,
      maxMapEntries: MAX_LITERAL_ELEMENTS,
      maxCallArguments: MAX_ARGUMENTS,
    },
  });
  for (const [name, fields] of Object.entries(objectTypes())) {
    // A constructor of its own: without one the library needs every type registered before the types that use it.
    environment.registerType(name, { ctor: () => undefined, fields });
  }
  // The library compares only what it knows itself.
  for (const name of Object.keys(objectTypes())) environment.registerOperator(`${name} == ${name}`, neverRun);
  for (const [name, type] of Object.entries(VARIABLE_TYPES)) environment.registerVariable(name, type);
  for (const signature of ADDED_FUNCTIONS) environment.registerFunction(signature, neverRun);
  return environment;
}

function neverRun(): never {
  throw new Error('expressions are checked here, not run');
}
