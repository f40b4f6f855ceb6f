import type { StoredObject } from './resource.ts';

/** What happened to an object. A deleted and recreated one is deleted, then added. */
export interface Change<Item> {
  readonly type: 'added' | 'modified' | 'deleted';
  readonly object: StoredObject<Item>;
}

/** Objects by name. */
export type Snapshot<Item> = ReadonlyMap<string, StoredObject<Item>>;

/** The objects of one resource as last heard of. Each change of it tells what changed. */
export class ObjectStore<Item> {
  #objects: Map<string, StoredObject<Item>> = new Map();
  #isShared = false;

  get size(): number {
    return this.#objects.size;
  }

  get(name: string): StoredObject<Item> | undefined {
    return this.#objects.get(name);
  }

  /** The objects at this moment; never changes. Costs nothing now; the next change then copies. */
  snapshot(): Snapshot<Item> {
    this.#isShared = true;
    return this.#objects;
  }

  /** Takes over a whole list at once. Deletions come first. */
  replace(objects: readonly StoredObject<Item>[]): readonly Change<Item>[] {
    const next = new Map(objects.map((object) => [object.name, object]));
    const deleted = [...this.#objects.values()].filter(({ name }) => !next.has(name));
    const changes: Change<Item>[] = deleted.map((object) => ({ type: 'deleted', object }));
    for (const [name, object] of next) {
      const known = this.#objects.get(name);
      const between = changesBetween(known, object);
      for (const change of between) changes.push(change);
      // A resync then leaves old memory where it is.
      if (known !== undefined && between.length === 0) next.set(name, known);
    }
    this.#objects = next;
    this.#isShared = false;
    return changes;
  }

  /** An object as it is now, whether it was known or not. */
  put(object: StoredObject<Item>): readonly Change<Item>[] {
    const changes = changesBetween(this.#objects.get(object.name), object);
    if (changes.length > 0) this.#own().set(object.name, object);
    return changes;
  }

  /** An object that is gone. One of the same name with another uid is a later one, and stays. */
  remove(object: StoredObject<Item>): readonly Change<Item>[] {
    const known = this.#objects.get(object.name);
    if (known?.uid !== object.uid) return [];
    this.#own().delete(object.name);
    return [{ type: 'deleted', object }];
  }

  #own(): Map<string, StoredObject<Item>> {
    if (this.#isShared) this.#objects = new Map(this.#objects);
    this.#isShared = false;
    return this.#objects;
  }
}

function changesBetween<Item>(
  known: StoredObject<Item> | undefined,
  object: StoredObject<Item>,
): readonly Change<Item>[] {
  if (known === undefined) return [{ type: 'added', object }];
  if (known.uid !== object.uid) {
    return [
      { type: 'deleted', object: known },
      { type: 'added', object },
    ];
  }
  return known.resourceVersion === object.resourceVersion ? [] : [{ type: 'modified', object }];
}
