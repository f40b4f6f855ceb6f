import {
  loadTemplates,
  NO_TEMPLATES,
  type LoadedTemplates,
  type TemplateSource,
} from '../injection/template/load-templates.ts';
import type { TemplateProblem } from '../injection/template/problem.ts';
import type { Sha256Hex } from '../injection/template/compile-template.ts';

/** As many as a revision has. */
const HASH_DIGITS = 12;

/** Holds the templates in force. A new version takes their place as a whole, between two reviews. */
export class TemplateStore {
  readonly #sha256Hex: Sha256Hex;
  #current: LoadedTemplates = NO_TEMPLATES;
  readonly #loads = { good: 0, 'with-problems': 0 };

  constructor(sha256Hex: Sha256Hex) {
    this.#sha256Hex = sha256Hex;
  }

  /** What is in force now. */
  get current(): LoadedTemplates {
    return this.#current;
  }

  /** The revision of each template in force, by name. */
  get revisions(): ReadonlyMap<string, string> {
    const { templates } = this.#current.set;
    return new Map([...templates.values()].map(({ name, revision }) => [name, revision]));
  }

  /** First 12 hex digits of the SHA-256 of all names and revisions in force, and of the default: equal where replicas inject the same. */
  get hash(): string {
    const lines = [...this.revisions].map(([name, revision]) => `${name} ${revision}\n`).toSorted();
    const text = `${lines.join('')}${this.#current.set.defaultName ?? ''}`;
    return this.#sha256Hex(text).slice(0, HASH_DIGITS);
  }

  /** How many versions of the ConfigMap were read, by whether all of it was good. */
  get loads(): Readonly<Record<'good' | 'with-problems', number>> {
    return this.#loads;
  }

  /** Takes over a new version of the ConfigMap; what is broken in it leaves the last good version in force. */
  update(source: TemplateSource): LoadedTemplates {
    this.#current = loadTemplates(this.#current, source, this.#sha256Hex);
    this.#loads[this.#current.problems.size === 0 ? 'good' : 'with-problems'] += 1;
    return this.#current;
  }

  /** Notes that a new version cannot be read at all: what is in force stays, and is an older version from now on. */
  refuse(problems: readonly TemplateProblem[]): LoadedTemplates {
    const { byKey } = this.#current;
    this.#current = { ...this.#current, problems: new Map([['', problems]]), stale: new Set(byKey.keys()) };
    this.#loads['with-problems'] += 1;
    return this.#current;
  }
}
