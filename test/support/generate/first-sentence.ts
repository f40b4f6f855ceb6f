/** A sentence with its full stop, which is not that of an abbreviation. */
const SENTENCE = /.+?(?:(?<!\b(?:e\.g|i\.e|etc|vs))\.(?=\s|$)|$)/giu;
/** What says nothing of the field itself. */
const FILLER = /^(?:\w+ is )?(?:optional|required)\.$/iu;

/** The first sentence of a description that says something, in one line. */
export function firstSentence(description: string): string {
  const paragraph = description.split(/\n\s*\n|\n(?=\s*[-*])/u)[0] ?? '';
  const sentences = paragraph.replaceAll(/\s+/gu, ' ').match(SENTENCE) ?? [];
  const telling = sentences.map((sentence) => sentence.trim()).find((sentence) => !FILLER.test(sentence));
  return (telling ?? '').replace(/:$/u, '.');
}
