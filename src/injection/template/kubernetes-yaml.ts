import {
  parseAllDocuments,
  parseDocument,
  type Document,
  type DocumentOptions,
  type LineCounter,
  type ParseOptions,
  type ScalarTag,
  type SchemaOptions,
  type Tags,
} from 'yaml';

const TRUE_WORDS = /^(?:y|Y|yes|Yes|YES|on|On|ON|true|True|TRUE)$/;

/** Booleans of YAML 1.1, as kubectl and the API server read them. */
const booleanTag: ScalarTag = {
  tag: 'tag:yaml.org,2002:bool',
  default: true,
  identify: (value) => typeof value === 'boolean',
  test: /^(?:y|Y|yes|Yes|YES|on|On|ON|true|True|TRUE|n|N|no|No|NO|off|Off|OFF|false|False|FALSE)$/,
  resolve: (text) => TRUE_WORDS.test(text),
};

/** Integers with Go's prefixes: `0b`, `0x`, and `0` as well as `0o` for octal; underscores mean nothing. */
const integerTag: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  identify: (value) => Number.isInteger(value),
  test: /^[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|0|[1-9][0-9_]*)$/,
  resolve: (text) => {
    const digits = text.replaceAll('_', '').replace(/^[-+]/, '');
    const value = Number(digits.replace(/^0(?=[0-7])/, '0o'));
    return text.startsWith('-') ? -value : value;
  },
};

const floatTag: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  identify: (value) => typeof value === 'number',
  test: /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/,
  resolve: Number,
};

const REPLACED_TAGS = new Set(['tag:yaml.org,2002:bool', 'tag:yaml.org,2002:int', 'tag:yaml.org,2002:float']);

function kubernetesTags(tags: Tags): Tags {
  const others = tags.filter((tag) => typeof tag === 'string' || !REPLACED_TAGS.has(tag.tag));
  return [...others, booleanTag, integerTag, floatTag];
}

type Options = ParseOptions & DocumentOptions & SchemaOptions;

const AS_KUBECTL: Options = { schema: 'core', customTags: kubernetesTags, merge: true, prettyErrors: false };

/**
 * Parses one YAML document as kubectl reads it: scalars by YAML 1.1's rules, merge keys understood, a key given twice is an
 * error. Errors stand in the document's `errors`; only input that overwhelms the parser throws.
 *
 * @see https://github.com/kubernetes-sigs/yaml
 */
export function parseKubernetesYaml(text: string, lineCounter: LineCounter): Document.Parsed {
  return parseDocument(text, { ...AS_KUBECTL, lineCounter });
}

/** Parses all documents of a text in the same way; their nodes know the tokens that they were read from. */
export function parseKubernetesDocuments(text: string, lineCounter: LineCounter): readonly Document.Parsed[] {
  const documents = parseAllDocuments(text, { ...AS_KUBECTL, lineCounter, keepSourceTokens: true });
  return Array.isArray(documents) ? documents : [];
}
