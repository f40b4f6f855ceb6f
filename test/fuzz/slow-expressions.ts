import type { Dice } from './dice.ts';

type Kind = 'text' | 'bool' | 'int' | 'list';

/** Patterns that keep many states alive, or multiply. */
const PATTERNS = [
  '^(a+)+$',
  '(x|.)*[ab].{40}[bd]$',
  '(x|.)*[ab].{200}[bd]$',
  '(.*a.{30}|.*b.{31}|.*c.{32}){3}$',
  '([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)',
  '(?i)(ab|b|.)*a.{150}c.{150}$',
  '(\\\\pL|\\\\pN|[^x]|.){90}$',
  '(a|aa|aaa){40}$',
  '(a?){100}a{90}$',
  '^$',
  'a{500}',
  '(((a{0,10}){0,10}){0,5})b',
];

/** Expressions that were made to be slow, by what they give. */
const KNOWN: Readonly<Record<Kind, readonly string[]>> = {
  text: [
    "object.metadata.labels.a.replace('a', object.metadata.labels.b)",
    "object.metadata.labels.a.split('').join(object.metadata.labels.b)",
    'object.metadata.labels.a + object.metadata.labels.a + object.metadata.labels.a',
    "object.metadata.annotations.map(k, k).join(',')",
    "object.spec.containers.map(c, c.name).join(',').replace(',', ',,,,,,,,')",
    "object.spec.containers[0].env.map(e, e.name + '=' + e.?value.orValue('')).join(';')",
    "object.metadata.labels.a.split('a').join('bb').upperAscii().trim()",
    'object.metadata.labels.a.substring(1).substring(0).substring(0).substring(0)',
  ],
  bool: [
    'object == object',
    'object.metadata.labels.b.contains(object.metadata.labels.a)',
    "object.metadata.labels.exists(k, object.metadata.labels[k + 'x'] == '')",
    'object.metadata.labels.exists(k, object.metadata.labels != object.metadata.annotations)',
    'object.metadata.labels.all(k, dyn(k).foo || true)',
    'object.spec.containers.exists(c, !(c in object.spec.initContainers))',
    'object.spec.containers == object.spec.initContainers',
    "object.spec.containers.all(c, c.?env.hasValue() || c.image.matches('(x|.)*[ab].{40}$'))",
    'object.spec.affinity == object.spec.affinity',
    'object.spec.containers[0].args.exists(a, a in object.spec.containers[0].args)',
  ],
  int: [
    'object.metadata.labels.a.indexOf(object.metadata.labels.b)',
    'object.metadata.labels.a.lastIndexOf(object.metadata.labels.b)',
    'size(object.metadata.annotations)',
    'object.metadata.labels.a.size()',
    'object.spec.containers.map(c, object.spec.containers + object.spec.containers).size()',
  ],
  list: [
    'object.spec.containers',
    'object.spec.containers[0].args',
    'object.spec.containers[0].env',
    'object.metadata.labels.map(k, k)',
    "object.metadata.labels.a.split('')",
    'object.spec.volumes',
  ],
};

/** Writes expressions by a grammar over the functions that templates may call, so that most of them compile. */
export class ExpressionWriter {
  readonly #dice: Dice;
  /** Whether the element of a comprehension can be named, and none may stand here. */
  #isInside = false;

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  /** An expression that gives a value of this kind; `depth` bounds how deep it nests. */
  write(kind: Kind, depth = 5): string {
    if (depth <= 0 || this.#dice.once(6)) return this.#leaf(kind);
    const { [kind]: choices } = this.#rules(depth - 1);
    return this.#dice.pick(choices)();
  }

  #leaf(kind: Kind): string {
    const { below, pick } = {
      below: (bound: number) => this.#dice.below(bound),
      pick: this.#dice.pick.bind(this.#dice),
    };
    if (this.#isInside && kind === 'text' && below(2) === 0) return 'dyn(x)';
    if (!this.#isInside && below(3) > 0) return `(${pick(KNOWN[kind])})`;
    const leaves: Readonly<Record<Kind, readonly string[]>> = {
      text: [
        "'a'",
        "''",
        "','",
        `'${pick(['a', 'ab', '😀', 'b'.repeat(9)]).repeat(1 + below(60))}'`,
        'object.metadata.labels.a',
        'object.metadata.labels.b',
        "object.metadata.?annotations['a'].orValue('')",
        'object.metadata.name',
        'params.p0',
        'request.namespace',
      ],
      bool: ['true', 'has(object.spec.nodeName)', "'a' in object.metadata.labels", 'request.dryRun'],
      int: ['0', '1', '2', String(below(2_000)), "int('7')"],
      list: [
        `[${Array.from({ length: 1 + below(60) }, () => "'a'").join(',')}]`,
        'object.spec.containers.map(c, c.name)',
      ],
    };
    return pick(this.#isInside ? leaves[kind].filter((leaf) => !leaf.includes('.map(')) : leaves[kind]);
  }

  #rules(depth: number): Readonly<Record<Kind, readonly (() => string)[]>> {
    const text = (): string => this.write('text', depth);
    const bool = (): string => this.write('bool', depth);
    const int = (): string => this.write('int', depth);
    const list = (): string => this.write('list', depth);
    const loop = (name: string, kind: Kind): string => this.#loop(name, kind, depth);
    const pattern = (): string => this.#dice.pick(PATTERNS);
    return {
      text: [
        () => `(${text()} + ${text()})`,
        () => `string(${text()}).replace(${text()}, ${text()})`,
        () => `string(${text()}).replace(${text()}, ${text()}, ${int()})`,
        () => `${list()}.join(${text()})`,
        () => `${loop('map', 'text')}.join(',')`,
        () => `string(${text()}).lowerAscii()`,
        () => `string(${text()}).trim().upperAscii()`,
        () => `string(${text()}).substring(0)`,
        () => `string(${text()}).charAt(0)`,
        () => `string(${int()})`,
        () => `(${bool()} ? ${text()} : ${text()})`,
      ],
      bool: [
        () => `string(${text()}).matches('${pattern()}')`,
        () => `string(${text()}).contains(${text()})`,
        () => `string(${text()}).startsWith(${text()})`,
        () => `(${text()} == ${text()})`,
        () => `(${text()} < ${text()})`,
        () => `(${int()} <= ${int()})`,
        () => `(dyn(${list()}) == dyn(${list()}))`,
        () => `(dyn(${text()}) in dyn(${list()}))`,
        () => `(${bool()} && ${bool()})`,
        () => `(${bool()} || ${bool()})`,
        () => `!(${bool()})`,
        () => loop(this.#dice.pick(['all', 'exists', 'exists_one']), 'bool'),
        () => `(${bool()} ? ${bool()} : ${bool()})`,
      ],
      int: [
        () => `size(${text()})`,
        () => `size(${list()})`,
        () => `string(${text()}).indexOf(${text()})`,
        () => `string(${text()}).lastIndexOf(${text()})`,
        () => `(${int()} + ${int()})`,
        () => `(${int()} * ${int()})`,
        () => `(${int()} % ${int()})`,
      ],
      list: [
        () => `string(${text()}).split(${text()})`,
        () => `string(${text()}).split(${text()}, ${int()})`,
        () => `(${list()} + ${list()})`,
        () => `[${text()}, ${text()}]`,
        () => loop('map', 'text'),
        () => loop('map', 'list'),
        () => loop('filter', 'bool'),
        () => `[${bool()}, ${int()}, {'k': ${text()}, 'l': ${list()}}]`,
      ],
    };
  }

  #loop(name: string, body: Kind, depth: number): string {
    if (this.#isInside) return this.#leaf(name === 'map' || name === 'filter' ? 'list' : 'bool');
    const range = this.write('list', depth);
    this.#isInside = true;
    const inside = this.write(body, depth);
    this.#isInside = false;
    return `${range}.${name}(x, ${inside})`;
  }
}
