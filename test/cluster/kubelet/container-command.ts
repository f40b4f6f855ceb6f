import { type PodFacts, readFieldRef } from './field-ref.ts';
import type { Image } from './image.ts';
import { describeObject, NotYetError, type ObjectName, readKeys } from './keyed-objects.ts';
import type { ObjectApi } from './object-api.ts';
import type { ContainerSpec, EnvironmentVariable, KeyReference } from './pod.ts';
import { enterRoot } from './root-filesystem.ts';
import type { SocketAddress } from '../pod-network.ts';

/** What a container's process is started with. */
export interface ContainerCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** What a command is made of, beside the container itself. */
export interface CommandContext {
  readonly api: ObjectApi;
  readonly facts: PodFacts;
  readonly image: Image;
  /** Base URL of the API server as Pods see it. */
  readonly apiServerUrl: string;
  /** Where each `mountPath` is on this machine. */
  readonly mounts: Readonly<Record<string, string>>;
  /** Where to listen for each container port. */
  readonly ports: ReadonlyMap<number, SocketAddress>;
}

/** Where programs look for the token of their ServiceAccount, unless the variable below names another folder. */
const SERVICE_ACCOUNT_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Tells the injector where its token is: no process of ours can have the path above for itself. */
const SERVICE_ACCOUNT_VARIABLE = 'SIDECAR_INJECTOR_SERVICE_ACCOUNT_DIR';

/**
 * The process that stands for a container: its own command line and variables, with the paths of mounts and of the image
 * replaced by where those folders are, and its listen addresses by those of the Pod.
 *
 * @throws NotYetError when a variable's Secret or ConfigMap is missing.
 */
export async function buildCommand(spec: ContainerSpec, context: CommandContext): Promise<ContainerCommand> {
  const { image, mounts, ports } = context;
  const folders = image.root === undefined ? { ...image.folders, ...mounts } : {};
  const declared: Record<string, string> = { ...kubernetesVariables(context), ...image.environment };
  for (const variable of spec.env ?? []) {
    const value = await readVariable(variable, context);
    if (value !== undefined) declared[variable.name] = expandVariables(value, declared);
  }
  const localize = (text: string): string => replaceListenAddress(replacePaths(text, folders), ports);
  const [program = '', ...args] = commandLine(spec, image).map((word) => localize(expandVariables(word, declared)));
  const environment = Object.fromEntries(Object.entries(declared).map(([name, value]) => [name, localize(value)]));
  const variables = { ...environment, ...localVariables(context) };
  if (image.root !== undefined) return { ...enterRoot(image.root, mounts, { program, args }), environment: variables };
  return {
    program: program.split('/').at(-1) === 'node' ? process.execPath : program,
    args,
    environment: variables,
  };
}

/** `command` replaces the image's ENTRYPOINT and CMD, `args` its CMD. */
function commandLine({ command, args }: ContainerSpec, image: Image): readonly string[] {
  if (command !== undefined) return [...command, ...(args ?? [])];
  return [...image.entrypoint, ...(args ?? image.command)];
}

function kubernetesVariables({ apiServerUrl, facts }: CommandContext): Readonly<Record<string, string>> {
  const { hostname, port } = new URL(apiServerUrl);
  const { name } = facts.pod.metadata;
  return { PATH: '/usr/bin:/bin', HOSTNAME: name, KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port };
}

/** What stands in for a file system, unless it has one, and a network of its own. */
function localVariables({ image, mounts, ports }: CommandContext): Readonly<Record<string, string>> {
  const hasRoot = image.root !== undefined;
  const tokens = hasRoot ? undefined : mounts[SERVICE_ACCOUNT_FOLDER];
  const temporary = hasRoot ? undefined : mounts['/tmp'];
  return {
    ...(tokens === undefined ? {} : { [SERVICE_ACCOUNT_VARIABLE]: tokens }),
    ...(temporary === undefined ? {} : { TMPDIR: temporary }),
    ...Object.fromEntries(
      Object.entries(image.listenVariables).flatMap(([containerPort, variable]) => {
        const local = ports.get(Number(containerPort));
        return local === undefined ? [] : [[variable, `${local.host}:${local.port}`]];
      }),
    ),
  };
}

async function readVariable(
  { name, value, valueFrom }: EnvironmentVariable,
  { api, facts }: CommandContext,
): Promise<string | undefined> {
  if (valueFrom === undefined) return value ?? '';
  const { fieldRef, configMapKeyRef, secretKeyRef } = valueFrom;
  const { namespace } = facts.pod.metadata;
  if (fieldRef !== undefined) return readFieldRef(fieldRef.fieldPath, facts);
  if (secretKeyRef !== undefined) {
    return readKey(api, { resource: 'secrets', namespace, name: secretKeyRef.name }, secretKeyRef);
  }
  if (configMapKeyRef !== undefined) {
    return readKey(api, { resource: 'configmaps', namespace, name: configMapKeyRef.name }, configMapKeyRef);
  }
  const source = Object.keys(valueFrom).join();
  throw new NotYetError('CreateContainerConfigError', `env ${name}: ${source} is not played by this kubelet`);
}

async function readKey(
  api: ObjectApi,
  object: ObjectName,
  { key, optional = false }: KeyReference,
): Promise<string | undefined> {
  const value = (await readKeys(api, object))?.get(key);
  if (value === undefined && !optional) {
    throw new NotYetError('CreateContainerConfigError', `couldn't find key ${key} in ${describeObject(object)}`);
  }
  return value?.toString('utf8');
}

/** `$(NAME)` is a variable that was declared before; `$$(NAME)` is a plain `$(NAME)`. */
function expandVariables(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\$|\$\(([\w.-]+)\)/gu, (match, name: string | undefined) =>
    name === undefined ? '$' : (variables[name] ?? match),
  );
}

/** Replaces a folder where a path begins: at the start, after `=`, or in a list. The longest one counts. */
function replacePaths(text: string, folders: Readonly<Record<string, string>>): string {
  const known = Object.keys(folders).toSorted((one, other) => other.length - one.length);
  if (known.length === 0) return text;
  const pattern = new RegExp(`(?<=^|[=,:])(?:${known.map((path) => RegExp.escape(path)).join('|')})(?=$|[/,:])`, 'gu');
  return text.replaceAll(pattern, (path) => folders[path] ?? path);
}

/** `0.0.0.0:8443`, as a whole value, is where to listen for 8443. */
function replaceListenAddress(text: string, ports: ReadonlyMap<number, SocketAddress>): string {
  return text.replace(/(?<=^|=)(?:0\.0\.0\.0|\[::\]|):(\d+)$/u, (address, port: string) => {
    const local = ports.get(Number(port));
    return local === undefined ? address : `${local.host}:${local.port}`;
  });
}
