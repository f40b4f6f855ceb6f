const ASKED = ['net', 'fs.write', 'child', 'worker', 'addon', 'wasi'] as const;

/** What this process may do, by the names of Node's permission model; all of it where that is off, `proto` told apart. */
export function describePermissions(): Readonly<Record<string, boolean>> {
  const { permission } = process as { permission?: { has: (scope: string) => boolean } };
  const allowed = ASKED.map((scope): [string, boolean] => [scope, permission?.has(scope) ?? true]);
  return { ...Object.fromEntries(allowed), proto: hasProto() };
}

/** Whether `__proto__` is an accessor of every object, as it is without `--disable-proto`. */
function hasProto(): boolean {
  try {
    return Reflect.get({}, '__proto__') === Object.prototype;
  } catch {
    return false;
  }
}
