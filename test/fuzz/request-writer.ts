import type { Dice } from './dice.ts';
import { CANARY, ReviewWriter } from './review-writer.ts';

const NAMES =
  '__proto__|constructor|content-type|Content-Type |transfer-encoding|content-length|expect|connection|upgrade|host|accept|x-a|cookie|trailer'.split(
    '|',
  );
const TYPES =
  'a|application/json|application/json; charset=utf-8|application/json\t|application/jsonx|application/json;|text/plain, application/json';
const VALUES = [
  '',
  'x'.repeat(20_000),
  ...TYPES.split('|'),
  ...'chunked|identity, chunked|-1|0|1e9|99999999999999999999|100-continue|close|keep-alive|h2c|\u00E9|__proto__'.split(
    '|',
  ),
];
const PATHS =
  '/mutate/enabled|/mutate/enabled?timeout=5s|/mutate/requested|/mutate/requested?timeout=1s|/validate|/nope|/mutate/enabled/..|/%|/mutate/__proto__|x'.split(
    '|',
  );
const METHODS = ['GET', 'PUT', 'HEAD', 'OPTIONS', 'post', 'CONNECT', 'PRI'];

/** A request as it goes over the wire. */
export interface RawRequest {
  readonly bytes: Buffer;
  /** Whether the server must answer it, and may be sent another one on the same connection. */
  readonly isRegular: boolean;
}

/** Writes requests to the webhook: bodies of a {@link ReviewWriter}, and headers that confuse. */
export class RequestWriter {
  readonly #dice: Dice;
  readonly #reviews: ReviewWriter;

  constructor(dice: Dice) {
    this.#dice = dice;
    this.#reviews = new ReviewWriter(dice);
  }

  /** One request; most are what an API server sends, but for the body. */
  write(): RawRequest {
    const dice = this.#dice;
    const body = Buffer.from(this.#reviews.write().text);
    const odd = dice.once(4);
    const type = odd && dice.once(2) ? dice.pick(VALUES) : 'application/json';
    const headers = ['Host: a', `Authorization: Bearer ${CANARY}`, `Content-Type: ${type}`];
    if (!odd || !dice.once(5)) headers.push(`Content-Length: ${body.length}`);
    if (odd && dice.once(2)) headers.push(`${dice.pick(NAMES)}: ${dice.pick(VALUES)}`);
    const method = odd && dice.once(4) ? dice.pick(METHODS) : 'POST';
    const path = odd && dice.once(2) ? dice.pick(PATHS) : dice.pick(PATHS.slice(0, 4));
    const head = `${method} ${path} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`;
    return { bytes: Buffer.concat([Buffer.from(head, 'latin1'), body]), isRegular: !odd };
  }
}
