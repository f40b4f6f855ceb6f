import type { TemplateConfigMapContent } from '../admission/template-configmap.ts';
import type { TemplateSet } from '../injection/template/template.ts';

/** A change of the ConfigMap is in force in every replica after this long. */
const IN_FORCE_AFTER_MS = 2_000;

/** Since when each template is in force, as far as is known. */
export class TemplateTimes {
  readonly #known: Map<string, { readonly revision: string; readonly since: string | undefined }> = new Map();
  #isFirst = true;

  /**
   * Notes what is in force from now on. What is there at first counts as there since the ConfigMap was made: nothing tells what stood
   * in it before.
   *
   * @returns whether anything changed
   */
  update(
    { templates }: TemplateSet,
    times: Pick<TemplateConfigMapContent, 'createdAt' | 'writtenAt'>,
    now: Date,
  ): boolean {
    const writtenMs = times.writtenAt === undefined ? now.getTime() : Date.parse(times.writtenAt);
    const since = this.#isFirst ? times.createdAt : new Date(writtenMs + IN_FORCE_AFTER_MS).toISOString();
    const gone = [...this.#known.keys()].filter((name) => !templates.has(name));
    const changed = [...templates.values()].filter(
      ({ name, revision }) => this.#known.get(name)?.revision !== revision,
    );
    for (const name of gone) this.#known.delete(name);
    for (const { name, revision } of changed) this.#known.set(name, { revision, since });
    if (templates.size > 0) this.#isFirst = false;
    return gone.length + changed.length > 0;
  }

  /** RFC 3339; `undefined` where it is not known. */
  since(template: string): string | undefined {
    return this.#known.get(template)?.since;
  }
}
