import { PIECE_BYTES, QUOTE, readPiece } from './json-text.ts';

/** How much of a document a {@link SlicedJsonParser} takes. */
export interface JsonBounds {
  /** Values of any kind, and so keys too. */
  readonly maxValues: number;
  /** Keys that differ from each other, in the whole document: each of them costs memory of its own. */
  readonly maxDistinctKeys: number;
}

/** What a parser came to: not yet at the end, a value, text that is no JSON, or more than its bounds. */
export type ParserState = 'open' | 'done' | 'not-json' | 'out-of-bounds';

/** The longest number, in characters: programs write a float64 with at most 327. */
const MAX_WORD_LENGTH = 1024;

/** A list grows with room for this many; a smaller one is copied once it is complete, without that room. */
const LIST_ROOM = 17;

const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_MAP = 0x7b;
const CLOSE_MAP = 0x7d;
const DIGIT_ZERO = 0x30;

/** What may come next. Numbers, since each token is compared with several of them. */
const Expect = { value: 0, valueOrEnd: 1, key: 2, keyOrEnd: 3, colon: 4, commaOrEnd: 5, nothing: 6 } as const;
type Expected = (typeof Expect)[keyof typeof Expect];

interface OpenList {
  readonly list: unknown[];
}

interface OpenMap {
  readonly map: Record<string, unknown>;
  key: string;
}

/**
 * Parses JSON as `JSON.parse` does, but in steps: between two of them the process can do something else, and bounds hold while
 * the value grows, not after. Several times slower in all. Depth costs nothing; `__proto__` is a key as any other.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8259
 */
export class SlicedJsonParser {
  readonly #bytes: Buffer;
  readonly #bounds: JsonBounds;
  readonly #open: (OpenList | OpenMap)[] = [];
  readonly #keys = new Set<string>();
  #at = 0;
  #values = 0;
  #expected: Expected = Expect.value;
  #isInText = false;
  #isWordTooLong = false;
  #text = '';
  #value: unknown;

  constructor(bytes: Buffer, bounds: JsonBounds) {
    this.#bytes = bytes;
    this.#bounds = bounds;
  }

  /** The value, once it is done. */
  get value(): unknown {
    return this.#value;
  }

  /** How many values there are so far. */
  get values(): number {
    return this.#values;
  }

  /** Takes at most this many steps, each a token or a piece of a text, and tells what it came to. */
  advance(maxSteps: number): ParserState {
    try {
      for (let step = 0; step < maxSteps; step += 1) {
        if (this.#isBeyondBounds) return 'out-of-bounds';
        if (this.#isInText) this.#readText();
        else if (isSpace(this.#bytes[this.#at])) this.#skipSpace();
        else if (this.#at < this.#bytes.length) this.#readToken();
        else return this.#expected === Expect.nothing ? 'done' : 'not-json';
      }
      return 'open';
    } catch (error) {
      if (error instanceof SyntaxError) return 'not-json';
      throw error;
    }
  }

  get #isBeyondBounds(): boolean {
    const { maxValues, maxDistinctKeys } = this.#bounds;
    return this.#values > maxValues || this.#keys.size > maxDistinctKeys || this.#isWordTooLong;
  }

  #skipSpace(): void {
    const end = this.#at + PIECE_BYTES;
    while (this.#at < end && isSpace(this.#bytes[this.#at])) this.#at += 1;
  }

  #readToken(): void {
    const byte = this.#bytes[this.#at];
    switch (this.#expected) {
      case Expect.commaOrEnd:
        if (byte === COMMA) this.#take(true, this.#isInList ? Expect.value : Expect.key);
        else this.#close(byte);
        break;
      case Expect.colon:
        this.#take(byte === COLON, Expect.value);
        break;
      case Expect.value:
        this.#readValue(byte);
        break;
      case Expect.key:
        this.#openText(byte === QUOTE);
        break;
      case Expect.valueOrEnd:
        if (byte === CLOSE_LIST) this.#close(byte);
        else this.#readValue(byte);
        break;
      case Expect.keyOrEnd:
        if (byte === CLOSE_MAP) this.#close(byte);
        else this.#openText(byte === QUOTE);
        break;
      case Expect.nothing:
        throw new SyntaxError('nothing belongs here');
    }
  }

  get #isInList(): boolean {
    const top = this.#top;
    return top !== undefined && 'list' in top;
  }

  get #top(): OpenList | OpenMap | undefined {
    return this.#open.at(-1);
  }

  /** Takes one byte if it is the right one. */
  #take(isRight: boolean, next: Expected): void {
    if (!isRight) throw new SyntaxError('not what belongs here');
    this.#at += 1;
    this.#expected = next;
  }

  #readValue(byte: number | undefined): void {
    this.#values += 1;
    if (byte === OPEN_LIST) {
      this.#open.push({ list: [] });
      this.#take(true, Expect.valueOrEnd);
    } else if (byte === OPEN_MAP) {
      this.#open.push({ map: {}, key: '' });
      this.#take(true, Expect.keyOrEnd);
    } else if (byte === QUOTE) {
      this.#expected = Expect.value;
      this.#openText(true);
    } else this.#readWord();
  }

  /** A number, `true`, `false` or `null`, or what stands in the place of one. */
  #readWord(): void {
    const start = this.#at;
    const end = start + MAX_WORD_LENGTH;
    while (this.#at < end && !endsWord(this.#bytes[this.#at])) this.#at += 1;
    this.#isWordTooLong = this.#at === end;
    if (!this.#isWordTooLong) this.#addValue(readWord(this.#bytes, start, this.#at));
  }

  #openText(isQuoted: boolean): void {
    this.#take(isQuoted, this.#expected);
    this.#isInText = true;
    this.#text = '';
  }

  #readText(): void {
    const { text, end } = readPiece(this.#bytes, this.#at);
    this.#text += text;
    this.#at = end;
    if (this.#bytes[end] !== QUOTE) return;
    this.#at += 1;
    this.#isInText = false;
    if (this.#expected === Expect.value) this.#addValue(this.#text);
    else this.#setKey(this.#text);
  }

  #setKey(key: string): void {
    const top = this.#top;
    if (top !== undefined && 'map' in top) top.key = key;
    this.#keys.add(key);
    this.#expected = Expect.colon;
  }

  #close(byte: number | undefined): void {
    const top = this.#open.pop();
    if (top === undefined || byte !== ('list' in top ? CLOSE_LIST : CLOSE_MAP)) throw new SyntaxError('nothing to end');
    this.#at += 1;
    this.#addValue('map' in top ? top.map : top.list.length < LIST_ROOM ? top.list.slice() : top.list);
  }

  #addValue(value: unknown): void {
    const top = this.#top;
    this.#expected = top === undefined ? Expect.nothing : Expect.commaOrEnd;
    if (top === undefined) this.#value = value;
    else if ('list' in top) top.list.push(value);
    else if (top.key === '__proto__')
      Object.defineProperty(top.map, top.key, { value, writable: true, enumerable: true, configurable: true });
    else top.map[top.key] = value;
  }
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function endsWord(byte: number | undefined): boolean {
  return byte === undefined || byte === COMMA || byte === CLOSE_LIST || byte === CLOSE_MAP || isSpace(byte);
}

/** One digit is by far the most frequent number. */
function readWord(bytes: Buffer, start: number, end: number): unknown {
  const digit = (bytes[start] ?? 0) - DIGIT_ZERO;
  if (end === start + 1 && digit >= 0 && digit <= 9) return digit;
  return JSON.parse(bytes.toString('latin1', start, end));
}
