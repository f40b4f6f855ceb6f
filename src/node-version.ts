/** The oldest Node that this runs on, as `engines` in package.json says it too. */
export const OLDEST_NODE = '22.19.0';

/**
 * Says what is wrong with a version of Node.
 *
 * @param version such as `22.19.0`, without a `v`
 * @returns a line for a person; `undefined` for a version that will do
 */
export function whyNodeIsTooOld(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE.split('.').map(Number);
  const isTooOld = major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
  return isTooOld ? `sidecar-injector needs Node ${OLDEST_NODE} or later, and this is Node ${version}` : undefined;
}
