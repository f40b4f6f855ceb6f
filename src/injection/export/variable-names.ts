/** A variable of an admission policy. */
export interface Variable {
  readonly name: string;
  readonly expression: string;
}

/** The variables of one policy in their order: each may read those before it. Two never have the same name. */
export class VariableNames {
  readonly #variables = new Map<string, string>();

  /** All of them. */
  get variables(): readonly Variable[] {
    return [...this.#variables].map(([name, expression]) => ({ name, expression }));
  }

  /** Adds a variable; what cannot stand in a name becomes `_`, and a number is put behind a name that is taken. */
  add(wanted: string, expression: string): string {
    const base = wanted.replaceAll(/[^A-Za-z0-9_]/g, '_').replace(/^(?=\d)/, '_');
    let name = base;
    for (let count = 2; this.#variables.has(name); count += 1) name = `${base}_${count}`;
    this.#variables.set(name, expression);
    return name;
  }
}
