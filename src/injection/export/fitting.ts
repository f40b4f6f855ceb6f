import { isUnset, objectsAt, ownValue, stringAt, type JsonObject } from '../json.ts';
import { fieldOf } from '../pod-fields.ts';
import { APPLICATIONS } from '../template/check-spec.ts';
import { hasExpression } from '../template/expression-sites.ts';
import type { FieldPath } from '../template/problem.ts';
import { allOf, celText } from './cel-text.ts';
import type { CelValues } from './cel-values.ts';
import { hasResources, mountedVolumeNames, type ExportedDocument, type Placed } from './exported-document.ts';
import type { Audience } from './matching.ts';
import { sameValueInCel } from './same-value-in-cel.ts';
import { validityConditions } from './validity.ts';

/** All containers that a new Pod can have. */
const CONTAINERS = '(object.spec.containers + object.spec.?initContainers.orValue([]))';

/** The condition under which a Pod has none of the template's containers, nor others of their names. */
export function lacksContainers(containerNames: ReadonlySet<string>): string {
  const list = [...containerNames].map(celText).join(', ');
  return `!${CONTAINERS}.exists(c, c.name in [${list}])`;
}

/** The condition under which a Pod has one of the template's containers; one with the image `auto` is not there yet. */
export function hasContainer(containerNames: ReadonlySet<string>): string {
  const list = [...containerNames].map(celText).join(', ');
  return `${CONTAINERS}.exists(c, c.name in [${list}] && c.?image.orValue("") != "auto")`;
}

/**
 * Rows 14 and 15 of the decision table: conditions under which the template fits a Pod. Where one does not hold, the webhook
 * refuses a Pod that asks, and leaves the others as they are.
 */
export function fittingConditions(
  values: CelValues,
  document: ExportedDocument,
  audience: Audience,
): readonly string[] {
  const { containers, initContainers } = document;
  return [
    ...volumeConditions(values, document),
    ...hostPortConditions(document),
    ...([...containers, ...initContainers].some(({ value }) => hasResources(value))
      ? ['!has(object.spec.resources)']
      : []),
    ...(document.fields.has('schedulingGates') ? ['!has(object.spec.nodeName)'] : []),
    // Where the Pod asks, the API server refuses it with its own words, as the webhook does with ours.
    ...(audience === 'enabled' ? [...validityConditions(values, document), ...labelConditions(values, document)] : []),
  ];
}

/** A volume that an added container mounts must be the template's own. */
function volumeConditions(values: CelValues, document: ExportedDocument): readonly string[] {
  const field = document.fields.get('volumes');
  if (field === undefined) return [];
  const mounted = mountedVolumeNames(document);
  const schema = fieldOf('PodSpec', 'volumes').items ?? { type: 'any' };
  return objectsAt({ volumes: field.value }, 'volumes').flatMap((volume, index) => {
    const name = stringAt(volume, 'name') ?? '';
    if (!mounted.has(name)) return [];
    const same = sameValueInCel(values, 'v', { value: volume, path: [...field.path, index], schema });
    return [`!object.spec.?volumes.orValue([]).exists(v, v.name == ${celText(name)} && !(${same}))`];
  });
}

/** A host port of another container. On a host network every port is one, and the API server has written it down. */
function hostPortConditions({ template, containers, source }: ExportedDocument): readonly string[] {
  return containers
    .filter(({ value }) => value['name'] !== APPLICATIONS)
    .flatMap((container) =>
      objectsAt(container.value, 'ports').flatMap((port, index) => {
        const path = [...container.path, 'ports', index];
        const conditions = portCondition(port, template.hostNetwork === 'allow');
        if (conditions === undefined)
          source.report(
            'unsupported',
            path,
            'a policy cannot tell whether a host port is taken that an expression gives',
          );
        return conditions ?? [];
      }),
    );
}

function portCondition(port: JsonObject, mayBeHost: boolean): readonly string[] | undefined {
  const own = ownValue(port, 'hostPort');
  const isSet = !isUnset(own) && own !== 0;
  if (!isSet && !mayBeHost) return [];
  const number = isSet ? own : ownValue(port, 'containerPort');
  const protocol = stringAt(port, 'protocol') ?? 'TCP';
  const address = stringAt(port, 'hostIP') ?? '';
  if (typeof number !== 'number' || hasExpression(protocol) || hasExpression(address)) return undefined;
  const taken = allOf([
    `p.?hostPort.orValue(0) == ${number}`,
    `p.?protocol.orValue("TCP") == ${celText(protocol)}`,
    `p.?hostIP.orValue("") == ${celText(address)}`,
  ]);
  const free = `!object.spec.containers.exists(c, c.?ports.orValue([]).exists(p, ${taken}))`;
  return [isSet ? free : `(!object.spec.?hostNetwork.orValue(false) || ${free})`];
}

const LABEL_VALUE = '^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$';
const MAX_LABEL_LENGTH = 63;

/** The value of a label that an expression gives must be one that the API server takes. */
function labelConditions(values: CelValues, { labels }: ExportedDocument): readonly string[] {
  return expressionsOf(labels).map(({ value, path }) => {
    const { text, presence } = values.write(value, path);
    const isLabel = `size(${text}) <= ${MAX_LABEL_LENGTH} && (${text}).matches(${celText(LABEL_VALUE)})`;
    return presence === undefined ? isLabel : `(${presence} ? ${isLabel} : true)`;
  });
}

function expressionsOf({ value, path }: Placed<JsonObject>): readonly { value: string; path: FieldPath }[] {
  return Object.keys(value).flatMap((key) => {
    const text = stringAt(value, key);
    return text !== undefined && hasExpression(text) ? [{ value: text, path: [...path, key] }] : [];
  });
}
