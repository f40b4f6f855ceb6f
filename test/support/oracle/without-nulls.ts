import { isJsonObject, type Json } from '../../../src/injection/json.ts';

/** The value without null fields, as the API server reads it. */
export function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).filter(([, child]) => child !== null && child !== undefined);
  return Object.fromEntries(entries.map(([key, child = null]) => [key, withoutNulls(child)]));
}
