import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent, type AgentOptions } from 'node:https';

/** What one request is sent with. */
export interface Authorization {
  readonly agent: HttpAgent | HttpsAgent;
  readonly headers: Readonly<Record<string, string>>;
}

/** Where an API server is, and who we are there. */
export interface ApiConnection {
  /** Base URL; may have a path. */
  readonly server: URL;
  /** The namespace that the kubeconfig's context names; absent where it names none. */
  readonly namespace?: string;
  /** Credentials for the next request. @throws When there are none; then a later call may succeed. */
  readonly authorize: () => Promise<Authorization>;
  /** The API server answered 401: the next `authorize` takes nothing from memory. */
  readonly forgetCredentials: () => void;
  /** Closes every connection, those in use too. */
  readonly close: () => void;
}

/** An API server at a known place. */
export interface FixedConnectionOptions {
  /** `https://…`, or `http://…` for a local proxy or a test. */
  readonly server: string;
  /** PEM of the authority to verify it with; that of the system when left out. */
  readonly caCertificate?: string;
  /** Bearer token; anonymous when left out. */
  readonly token?: string;
}

/** A connection whose place and credentials never change. */
export function connectTo({ server, caCertificate, token }: FixedConnectionOptions): ApiConnection {
  const url = new URL(server);
  const agent = makeAgent(url, caCertificate === undefined ? {} : { ca: caCertificate });
  const authorization = { agent, headers: bearer(token) };
  return {
    server: url,
    authorize: () => Promise.resolve(authorization),
    forgetCredentials: () => {},
    close: () => agent.destroy(),
  };
}

/** An agent that keeps connections for the next request. */
export function makeAgent(server: URL, options: AgentOptions): HttpAgent | HttpsAgent {
  return server.protocol === 'http:'
    ? new HttpAgent({ keepAlive: true })
    : new HttpsAgent({ ...options, keepAlive: true });
}

/** The header for a bearer token. */
export function bearer(token: string | undefined): Readonly<Record<string, string>> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}
