import { Composer, Lexer, Parser, type Document, type LineCounter, type ParseOptions, type SchemaOptions } from 'yaml';

/**
 * The most tokens that a text may have: words, marks, spaces and line ends. A readable template of 64 KiB has about 26,000, which
 * take some 40 ms to parse; the same length of nothing but brackets would have 65,536, and take ten times as long.
 */
export const MAX_TOKENS: number = 32 * 1024;

/** The most documents that are read from one text: each costs time of its own, even an empty one. */
const MAX_DOCUMENTS = 1_000;

/** Where a text has this many errors of structure, or directives, nobody reads on, and each takes time. */
const MAX_ODD_TOKENS = 100;

/** Thrown for a text that would take too long to parse. */
export class TooLargeText extends Error {
  override readonly name = 'TooLargeText';
}

/**
 * Parses the documents of a text, each with its errors. Keys that stand twice are not among them, since the library compares
 * each key with each: see `surveyDocument`.
 *
 * @throws TooLargeText where the text has more than {@link MAX_TOKENS}, or far too many documents
 */
export function composeDocuments(
  text: string,
  lines: LineCounter,
  options: SchemaOptions & ParseOptions = {},
): readonly Document.Parsed[] {
  noteLines(text, lines);
  const composer = new Composer({ ...options, lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const documents: Document.Parsed[] = [];
  for (const document of composer.compose(readTokens(text))) {
    documents.push(document);
    if (documents.length > MAX_DOCUMENTS) throw new TooLargeText(`it has more than ${MAX_DOCUMENTS} documents`);
  }
  return documents;
}

/** The parser would tell the lines as it goes, but passes over those in parts that it cannot make sense of. */
function noteLines(text: string, lines: LineCounter): void {
  lines.addNewLine(0);
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) lines.addNewLine(end + 1);
}

type Token = Parameters<Composer['next']>[0];

function* readTokens(text: string): Generator<Token, void> {
  const parser = new Parser();
  let count = 0;
  let odd = 0;
  for (const lexeme of new Lexer().lex(text)) {
    count += 1;
    if (count > MAX_TOKENS) throw new TooLargeText(`it has more than ${MAX_TOKENS} words and marks: make it smaller`);
    for (const token of parser.next(lexeme)) {
      odd += token.type === 'error' || token.type === 'directive' ? 1 : 0;
      if (odd > MAX_ODD_TOKENS) return;
      yield token;
    }
  }
  yield* parser.end();
}
