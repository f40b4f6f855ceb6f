import type { Json } from './json.ts';

const QUANTITY =
  /^(?<sign>[+-]?)(?<whole>\d*)(?:\.(?<fraction>\d*))?(?:[eE](?<exponent>[+-]?\d{1,2})|(?<suffix>[numkMGTPE]|[KMGTPE]i))?$/;
const DECIMAL_EXPONENTS: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const BINARY_POWERS: Readonly<Record<string, number>> = { Ki: 1, Mi: 2, Gi: 3, Ti: 4, Pi: 5, Ei: 6 };
const NANO_DIGITS = 9;
const MAX_QUANTITY_LENGTH = 64;

/**
 * Reads a Kubernetes quantity (`100m`, `0.5`, `1Gi`, `1e3`, the number 2) as a whole number of billionths, rounded away from
 * zero as the API server does. `undefined` where it is none.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function parseQuantity(value: Json | undefined): bigint | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || text.length > MAX_QUANTITY_LENGTH) return undefined;
  const parts = QUANTITY.exec(text)?.groups;
  return parts === undefined ? undefined : amountOf(parts);
}

function amountOf({
  sign,
  whole = '',
  fraction = '',
  exponent,
  suffix = '',
}: Record<string, string>): bigint | undefined {
  if (whole === '' && fraction === '') return undefined;
  const power = exponent === undefined ? (DECIMAL_EXPONENTS[suffix] ?? 0) : Number(exponent);
  const units = BigInt(whole + fraction) << BigInt(10 * (BINARY_POWERS[suffix] ?? 0));
  const nanos = shiftDecimal(units, power + NANO_DIGITS - fraction.length);
  return sign === '-' ? -nanos : nanos;
}

/** Of the suffixes that people write; a power is the dearest part of reading a quantity. */
const POWERS_OF_TEN = Array.from({ length: 28 }, (_, exponent) => 10n ** BigInt(exponent));

function powerOfTen(exponent: number): bigint {
  return POWERS_OF_TEN[exponent] ?? 10n ** BigInt(exponent);
}

function shiftDecimal(units: bigint, digits: number): bigint {
  if (digits >= 0) return units * powerOfTen(digits);
  const divisor = powerOfTen(-digits);
  return (units + divisor - 1n) / divisor;
}

/** Whether two quantities are the same amount, as `"1000m"` and `"1"` are; texts that are no quantities must be the same text. */
export function isSameQuantity(left: Json | undefined, right: Json | undefined): boolean {
  const leftNanos = parseQuantity(left);
  const rightNanos = parseQuantity(right);
  return leftNanos === undefined || rightNanos === undefined ? left === right : leftNanos === rightNanos;
}
