import { MAX_TEMPLATE_LENGTH } from '../../src/injection/template/source-document.ts';

const GOOD = 'containers:\n- name: a\n  image: b\n';
const ANNOTATED = `${GOOD}metadata:\n  annotations:\n`;

/** As much as a template may have of what `part` gives for 0, 1, 2 ..., between a start and an end. */
function filled(part: (index: number) => string, start = '', end = ''): string {
  let text = start;
  for (let index = 0; ; index += 1) {
    const next = part(index);
    if (text.length + next.length + end.length > MAX_TEMPLATE_LENGTH) return text + end;
    text += next;
  }
}

function aliasBomb(): string {
  const levels = Array.from({ length: 8 }, (_, level) => {
    const list = Array.from({ length: 9 }, () => `*a${level}`).join(',');
    return `a${level + 1}: &a${level + 1} [${list}]\n`;
  });
  return `a0: &a0 [x,x,x,x,x,x,x,x,x]\n${levels.join('')}containers: *a8\n`;
}

function mapOfKeys(): string {
  return filled((index) => `k${index}: 1, `, 'b: &b {', '}\n').slice(0, 30_000);
}

/** Documents that are as large as may be, or mean far more than they hold: structure, by name. */
export const STRUCTURE_KILLERS: Readonly<Record<string, string>> = {
  'an alias bomb of nine times nine': aliasBomb(),
  '10,000 open brackets': '['.repeat(10_000),
  '999 open brackets': `a: ${'['.repeat(999)}`,
  '10,000 open flow maps': '{a: '.repeat(10_000),
  'closed brackets, 900 deep': `a: ${'['.repeat(900)}${']'.repeat(900)}`,
  'lists within lists on one line': '- '.repeat(32_768),
  'keys within keys on one line': '? '.repeat(32_768),
  'maps within maps by indentation': filled((index) => `${' '.repeat(index % 350)}a:\n`),
  'closing brackets without opening ones': ']'.repeat(65_000),
  'merge keys on merge keys': filled(
    (index) => `m${index}: &m${index}\n  <<: *m${Math.max(0, index - 1)}\n  k${index}: 1\n`,
  ),
  'a large map that is merged a hundred times': `${mapOfKeys()}}\nc:\n${'  <<: *b\n'.repeat(3_000)}`,
  'a map that is merged into every entry of a list': `${mapOfKeys()}}\nc:\n${' - <<: *b\n'.repeat(3_000)}`,
  'anchors by the thousand': filled((index) => `k${index}: &a${index} 1\n`),
  'anchors and aliases by the thousand': filled((index) => `- &a${index} 1\n- *a${index}\n`),
  'aliases that no anchor stands before': filled((index) => `- *a${index}\n`),
  'an anchor that holds itself': 'containers: &a [*a, *a]\n',
  'a list as the key of many entries': `a: &a [${'x,'.repeat(5_000)}y]\nb:\n${'  ? *a\n  : 1\n'.repeat(2_500)}`,
  'nothing but documents': '---\n'.repeat(16_000),
  'nothing but directives': '%A\n'.repeat(20_000),
  'nothing but tabs': '\t'.repeat(65_000),
  'nothing but NULs': '\0'.repeat(65_000),
  'nothing but byte order marks': '\uFEFF'.repeat(65_000),
  'nothing but line ends': '\n'.repeat(65_000),
  'nothing but colons': ': '.repeat(32_000),
  'nothing but anchors': '&a '.repeat(20_000),
  'nothing but tags': '!a '.repeat(20_000),
  'unknown tags by the thousand': filled((index) => `- !x${index} a\n`),
};

/** The same for sizes: many of what there may be one of. */
export const SIZE_KILLERS: Readonly<Record<string, string>> = {
  'thousands of keys in a flow map': filled((index) => `${index.toString(36)},`, 'a: {', '}\n'),
  'thousands of keys in one map': filled((index) => `    k${index}: v\n`, ANNOTATED),
  'thousands of unknown fields': filled((index) => `k${index}: v\n`),
  'one key thousands of times': filled(() => 'k: v\n'),
  'a set': filled((index) => `k${index},`, 'a: !!set {', '}'),
  'a plain scalar as long as may be': `${GOOD}description: ${'a'.repeat(65_000)}\n`,
  'a plain scalar of many words': `${GOOD}description: ${'a '.repeat(32_000)}\n`,
  'a plain scalar of many lines': `${GOOD}description: ${'a\n  '.repeat(16_000)}\n`,
  'a folded block of many lines': filled((index) => (index % 2 === 0 ? '   a\n' : '  a\n'), 'description: >\n', GOOD),
  'a quoted text that does not end': `${GOOD}description: "${'a\n'.repeat(30_000)}`,
  'a quoted text of escapes': `${GOOD}description: "${'\\u0000'.repeat(10_000)}"\n`,
  'a number as long as may be': `${GOOD}description: ${'1_'.repeat(32_000)}\n`,
  'a quantity as long as may be': `${GOOD}  resources:\n    limits:\n      cpu: "${'1'.repeat(60_000)}"\n`,
  'a key as long as may be': `${'k'.repeat(64_000)}: 1\n`,
  'long keys that are not known': filled((index) => `${'k'.repeat(1_000)}${index}: 1\n`),
  'thousands of containers': filled((index) => `- name: c${index}\n  image: b\n`, 'containers:\n'),
  'thousands of entries without a name': filled(() => '-\n', 'containers:\n'),
  'a thousand variables for every container': filled(
    (index) => `  - {name: E${index}, value: x}\n`,
    'containers:\n- name: "*"\n  env:\n',
    GOOD.replace('containers:\n', ''),
  ),
  'thousands of ports': filled((index) => `  - containerPort: ${index + 1}\n`, `${GOOD}  ports:\n`),
  'thousands of volumes': filled((index) => `- {name: v${index}, emptyDir: {}}\n`, `${GOOD}volumes:\n`),
  'a thousand expressions': filled((index) => `    k${index}: "\${{ object.metadata.name }}"\n`, ANNOTATED),
  'ten thousand expressions in one text': `${ANNOTATED}    a: "${'${{1}}'.repeat(9_000)}"\n`,
  'long expressions': filled((index) => `    k${index}: "\${{ 'a'${" + 'a'".repeat(99)} }}"\n`, ANNOTATED),
  'a thousand broken expressions': filled((index) => `    k${index}: "\${{ x${index} }}"\n`, ANNOTATED),
  'an expression of brackets': `${GOOD}when: "${'('.repeat(2_000)}"\n`,
  'expressions that do not end': `${ANNOTATED}    a: "${'${{'.repeat(20_000)}"\n`,
  'a thousand parameters': filled((index) => `  p${index}: {type: string, default: a}\n`, 'params:\n', GOOD),
  'parameters with large patterns': filled(
    (index) => `  p${index}: {type: string, default: a, pattern: "^a{0,200}${index}?$"}\n`,
    'params:\n',
    GOOD,
  ),
  'defaults that are slow to compare with their patterns': filled(
    (index) =>
      `  p${index}: {type: string, default: ${'abcd'.repeat(230)}, pattern: "(x|.)*[ab].{400}[bd]${index}?$"}\n`,
    'params:\n',
    GOOD,
  ),
  'patterns that are too large': filled(
    (index) => `    k${index}: "\${{ object.metadata.name.matches('(a{0,200}|b){2}${index}') ? 'a' : 'b' }}"\n`,
    ANNOTATED,
  ),
  'an enumeration of thousands': filled(
    (index) => `a${index},`,
    'params:\n  a: {type: string, default: a0, enum: [',
    `]}\n${GOOD}`,
  ),
};
