import { stringAt, type JsonObject } from '../json.ts';
import type { CelValue, CelValues } from './cel-values.ts';
import type { ExportedDocument, Placed } from './exported-document.ts';
import { celPointer, type CelOperation } from './patch-operation.ts';
import type { VariableNames } from './variable-names.ts';

/** Whether a Pod's containers of the template are native sidecars: the same for all Pods, or by this variable. */
const NATIVE = 'variables.native';

/** The condition under which a Pod is over when its own containers are. */
export const ENDS = 'object.spec.?restartPolicy.orValue("Always") != "Always"';

/** Under which condition a sidecar stands before the user's containers; `undefined` where it never does. */
export function firstContainerCondition({ template, containers }: ExportedDocument): string | undefined {
  if (template.order.containers !== 'first' || containers.length === 0 || template.native === 'always')
    return undefined;
  return template.native === 'jobs' ? `!${NATIVE}` : 'true';
}

/**
 * Puts the template's containers into the Pod, each as a whole and at the place that `order` and `native` give it. Each
 * container is a variable of its own.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
 */
export function containerOperations(
  values: CelValues,
  names: VariableNames,
  document: ExportedDocument,
): readonly CelOperation[] {
  const { template, containers, initContainers } = document;
  const isNativeFirst = (template.order.initContainers ?? 'first') === 'first';
  const sidecars = containers.map((container, index) => {
    const native = initPath(isNativeFirst ? index : '-');
    const plain = celPointer(['spec', 'containers', template.order.containers === 'first' ? index : '-']);
    return addition(
      names,
      container,
      writeSidecar(values, document, container),
      choose(template.native, native, plain),
    );
  });
  const shift = isNativeFirst ? containers.length : 0;
  let placed = 0;
  const others = initContainers.map((container) => {
    const isSidecar = container.value['restartPolicy'] === 'Always';
    const isFirst = (template.order.initContainers ?? (isSidecar ? 'first' : 'last')) === 'first';
    const path = isFirst ? choose(template.native, initPath(placed + shift), initPath(placed)) : initPath('-');
    if (isFirst) placed += 1;
    return addition(names, container, values.write(container.value, container.path), path);
  });
  return [...createInitContainers(document), ...sidecars, ...others];
}

function createInitContainers({ template, containers, initContainers }: ExportedDocument): readonly CelOperation[] {
  const mayBeNative = template.native !== 'never' && containers.length > 0;
  if (initContainers.length === 0 && !mayBeNative) return [];
  const isAlways = initContainers.length > 0 || template.native === 'always';
  const absent = '!has(object.spec.initContainers)';
  return [
    {
      op: 'add',
      path: celPointer(['spec', 'initContainers']),
      value: '[]',
      when: isAlways ? absent : `${NATIVE} && ${absent}`,
    },
  ];
}

function initPath(at: number | '-'): string {
  return celPointer(['spec', 'initContainers', at]);
}

function choose(policy: 'never' | 'jobs' | 'always', native: string, plain: string): string {
  if (policy === 'never' || native === plain) return plain;
  return policy === 'always' ? native : `${NATIVE} ? ${native} : ${plain}`;
}

function addition(names: VariableNames, { value }: Placed<JsonObject>, written: CelValue, path: string): CelOperation {
  const variable = names.add(`container_${stringAt(value, 'name') ?? ''}`, written.text);
  return { op: 'add', path, value: `variables.${variable}` };
}

/** As a native sidecar it is restarted always; otherwise it has what the template says, which is usually nothing. */
function writeSidecar(
  values: CelValues,
  { template }: ExportedDocument,
  { value, path }: Placed<JsonObject>,
): CelValue {
  if (template.native === 'never') return values.write(value, path);
  if (template.native === 'always') return values.writeWith(value, path, { restartPolicy: { text: '"Always"' } });
  const own = value['restartPolicy'] ?? null;
  const restartPolicy =
    own === null
      ? { text: '"Always"', presence: NATIVE }
      : { text: `${NATIVE} ? "Always" : ${values.write(own, [...path, 'restartPolicy']).text}` };
  return values.writeWith(value, path, { restartPolicy });
}
