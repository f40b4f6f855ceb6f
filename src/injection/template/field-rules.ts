import { quote, type Json } from '../json.ts';

const LAST_PORT = 65_535;
const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

type Rule = (value: Json) => string | undefined;

/** What the API server demands of a value beyond its type, by the field's place; each rule says what is wrong. */
const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['Container.image', (value) => (isImage(value) ? undefined : `${quote(value)} is not the name of an image`)],
  ['ContainerPort.containerPort', describePort],
  ['ContainerPort.hostPort', describePort],
  ['metadata.labels', (value) => (isLabelValue(value) ? undefined : `${quote(value)} is not a valid label value`)],
]);

/**
 * Why a value of the right type may not stand in a field; `undefined` where it may, or nothing is known of the field.
 *
 * @param place `Definition.field`, or `metadata.labels` for the value of a label
 */
export function findRuleBreach(place: string | undefined, value: Json): string | undefined {
  return place === undefined ? undefined : RULES.get(place)?.(value);
}

function isImage(value: Json): boolean {
  return typeof value !== 'string' || (value !== '' && value === value.trim() && value !== 'auto');
}

function describePort(value: Json): string | undefined {
  const isPort = typeof value !== 'number' || (value >= 1 && value <= LAST_PORT);
  return isPort ? undefined : `must be a port from 1 to ${LAST_PORT}, not ${value}`;
}

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
function isLabelValue(value: Json): boolean {
  return typeof value !== 'string' || LABEL_VALUE.test(value);
}
