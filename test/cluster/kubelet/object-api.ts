import type { ApiRequest, ApiResponse } from '../api-client.ts';

/** Sends one request to the API server. */
export type SendRequest = (request: ApiRequest) => Promise<ApiResponse>;

/** An answer of the API server that is neither success nor "there is none". */
export class ApiError extends Error {
  readonly status: number;

  constructor(what: string, { status, body }: ApiResponse) {
    super(`${what}: ${status} ${body}`);
    this.status = status;
  }
}

/** Objects of the API, read and written as JSON. Each call throws an {@link ApiError}, or what the connection throws. */
export class ObjectApi {
  readonly #send: SendRequest;

  constructor(send: SendRequest) {
    this.#send = send;
  }

  /** An object, or `undefined` when there is none. */
  async find<Found>(path: string): Promise<Found | undefined> {
    const response = await this.#send({ path });
    return response.status === 404 ? undefined : (read(`GET ${path}`, response) as Found);
  }

  /** All objects of a path, from the API server's cache. */
  async list<Item>(path: string, query: Readonly<Record<string, string>> = {}): Promise<readonly Item[]> {
    const search = new URLSearchParams({ resourceVersion: '0', ...query });
    const response = await this.#send({ path: `${path}?${search.toString()}` });
    return (read(`GET ${path}`, response) as { items: readonly Item[] }).items;
  }

  /** Creates an object, or runs a subresource such as `token` or `binding`. */
  async create<Created>(path: string, body: object): Promise<Created> {
    const response = await this.#send({ method: 'POST', path, body: JSON.stringify(body) });
    return read(`POST ${path}`, response) as Created;
  }

  /** Changes an object by a JSON merge patch. */
  async merge(path: string, body: object): Promise<void> {
    const contentType = 'application/merge-patch+json';
    read(`PATCH ${path}`, await this.#send({ method: 'PATCH', path, contentType, body: JSON.stringify(body) }));
  }

  /** Takes an object away at once, if it still is the one with this uid. One that is gone already is no error. */
  async remove(path: string, uid: string): Promise<void> {
    const options = { apiVersion: 'v1', kind: 'DeleteOptions', gracePeriodSeconds: 0, preconditions: { uid } };
    const response = await this.#send({ method: 'DELETE', path, body: JSON.stringify(options) });
    if (response.status !== 404 && response.status !== 409) read(`DELETE ${path}`, response);
  }
}

function read(what: string, response: ApiResponse): unknown {
  if (response.status < 200 || response.status > 299) throw new ApiError(what, response);
  return JSON.parse(response.body) as unknown;
}
