import { isJsonObject, quote, stringAt, type JsonObject } from '../../injection/json.ts';
import type { TemplateSet } from '../../injection/template/template.ts';
import type { Check } from './explanation.ts';

/** Where a Pod's record names another revision of a template than the one in force. */
export function describeDrift(status: JsonObject | undefined, set: TemplateSet | undefined): readonly Check[] {
  if (set === undefined) return [];
  return Object.entries(status ?? {}).flatMap(([name, entry]): readonly Check[] => {
    const recorded = isJsonObject(entry) ? stringAt(entry, 'revision') : undefined;
    const current = set.templates.get(name)?.revision;
    if (recorded === undefined || recorded === current) return [];
    const now = current === undefined ? 'there is no such template now' : `${current} is in force now`;
    return [{ about: 'revision', saw: `the Pod has ${recorded} of template ${quote(name)}: ${now}`, verdict: 'note' }];
  });
}
