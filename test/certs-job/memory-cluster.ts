import { X509Certificate } from 'node:crypto';
import fastJsonPatch from 'fast-json-patch';
import type { ObjectClient } from '../../src/kubernetes/object-client.ts';
import type { JsonObject } from '../../src/injection/json.ts';
import type { ApiFailure } from '../../src/kubernetes/api-failure.ts';
import type { ApiRequest } from '../../src/kubernetes/api-request.ts';
import { failure, ok, type Result } from '../../src/result.ts';

/** Where the objects of the tests are. */
export const PATHS = {
  ca: '/api/v1/namespaces/sidecar-injector/secrets/sidecar-injector-ca',
  tls: '/api/v1/namespaces/sidecar-injector/secrets/sidecar-injector-tls',
  configuration: '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/sidecar-injector',
  validating: '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/sidecar-injector',
  endpointSlices: '/apis/discovery.k8s.io/v1/namespaces/sidecar-injector/endpointslices',
} as const;

interface StoredObject {
  readonly metadata: {
    readonly name: string;
    readonly resourceVersion: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly data?: Readonly<Record<string, string>>;
  readonly webhooks?: readonly { readonly name: string; readonly clientConfig: { readonly caBundle?: string } }[];
}

type Answer = Result<JsonObject, ApiFailure>;

/** What happens instead of an answer, or after it was worked out. `undefined`: the answer stands. */
export type Interference = (request: ApiRequest, count: number) => 'lose-request' | 'lose-answer' | undefined;

/** An API server for single objects in memory: resourceVersions, conflicts, JSON Patches with tests. */
export class MemoryCluster implements ObjectClient {
  readonly objects: Map<string, StoredObject> = new Map();
  readonly writes: string[] = [];
  /** Addresses of the Service's endpoints, and whether they are ready. */
  readonly endpoints: Map<string, boolean> = new Map();
  interfere: Interference = () => undefined;
  #version = 0;
  #count = 0;

  /** Puts an object there, as anybody else would. */
  put(path: string, object: object): void {
    this.#version += 1;
    const name = path.slice(path.lastIndexOf('/') + 1);
    const { metadata, ...rest } = object as { readonly metadata?: object };
    const stored = { ...rest, metadata: { ...metadata, name, resourceVersion: String(this.#version) } };
    this.objects.set(path, JSON.parse(JSON.stringify(stored)) as StoredObject);
  }

  /** Each request takes its turn, so that runs at the same time mix. */
  readonly send = async (request: ApiRequest): Promise<Answer> => {
    await new Promise((resolve) => setImmediate(resolve));
    this.#count += 1;
    const interference = this.interfere(request, this.#count);
    if (interference === 'lose-request') return refuse('connection', 'reset');
    const answer = this.#answer(request);
    return interference === 'lose-answer' ? refuse('connection', 'reset') : answer;
  };

  /** A field of a Secret, decoded. */
  text(path: string, field: string): string {
    return Buffer.from(this.objects.get(path)?.data?.[field] ?? '', 'base64').toString('utf8');
  }

  certificate(path: string): X509Certificate {
    return new X509Certificate(this.text(path, 'tls.crt'));
  }

  /** The bundle of each entry of the MutatingWebhookConfiguration, as PEM. */
  get bundles(): readonly string[] {
    return this.bundlesOf(PATHS.configuration);
  }

  /** The bundle of each entry of a configuration, as PEM. */
  bundlesOf(path: string): readonly string[] {
    const { webhooks = [] } = this.objects.get(path) ?? {};
    return webhooks.map(({ clientConfig }) => Buffer.from(clientConfig.caBundle ?? '', 'base64').toString('utf8'));
  }

  #answer({ method = 'GET', path, body = '', contentType }: ApiRequest): Answer {
    if (path.startsWith(PATHS.endpointSlices)) return ok(this.#listEndpoints());
    if (method === 'POST') return this.#create(path, JSON.parse(body) as StoredObject);
    const stored = this.objects.get(path);
    if (stored === undefined) return refuse('not-found', 'not found', 404);
    if (method === 'GET') return ok(stored as unknown as JsonObject);
    const patched = contentType === 'application/json-patch+json' ? jsonPatch(stored, body) : mergePatch(stored, body);
    if (patched === undefined)
      return refuse('unexpected-status', 'precondition', contentType?.includes('json-patch') === true ? 422 : 409);
    return this.#write(path, patched);
  }

  #listEndpoints(): JsonObject {
    const endpoints = [...this.endpoints].map(([address, ready]) => ({ addresses: [address], conditions: { ready } }));
    return { items: [{ ports: [{ name: 'https', port: 8443 }], endpoints }] };
  }

  #create(path: string, object: StoredObject): Answer {
    const own = `${path}/${object.metadata.name}`;
    if (this.objects.has(own)) return refuse('unexpected-status', 'already exists', 409);
    return this.#write(own, object);
  }

  #write(path: string, object: object): Answer {
    this.writes.push(path);
    this.put(path, object);
    return ok(this.objects.get(path) as unknown as JsonObject);
  }
}

function jsonPatch(stored: StoredObject, body: string): object | undefined {
  try {
    const operations = JSON.parse(body) as fastJsonPatch.Operation[];
    return fastJsonPatch.applyPatch(structuredClone(stored), operations, true).newDocument;
  } catch {
    return undefined;
  }
}

function mergePatch(stored: StoredObject, body: string): object | undefined {
  const { metadata, data } = JSON.parse(body) as Patch;
  if (metadata.resourceVersion !== stored.metadata.resourceVersion) return undefined;
  const annotations = mergeStrings(stored.metadata.annotations, metadata.annotations);
  return { ...stored, metadata: { ...stored.metadata, annotations }, data: mergeStrings(stored.data, data) };
}

interface Patch {
  readonly metadata: { readonly resourceVersion: string; readonly annotations?: Strings };
  readonly data?: Strings;
}

type Strings = Readonly<Record<string, string | null>>;

/** @see https://www.rfc-editor.org/rfc/rfc7396#section-2 */
function mergeStrings(old: Strings = {}, patch: Strings = {}): Strings {
  return Object.fromEntries(Object.entries({ ...old, ...patch }).filter(([, value]) => value !== null));
}

function refuse(kind: ApiFailure['kind'], message: string, status?: number): Result<never, ApiFailure> {
  return failure({ kind, message, ...(status !== undefined && { status }) });
}
