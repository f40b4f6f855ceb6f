/**
 * How a live Pod stands to the templates that it should have, the worst first; of several templates the worst counts.
 *
 * | state      | the Pod                                                                              |
 * | ---------- | ------------------------------------------------------------------------------------ |
 * | `lost`     | was injected, as its record says, and a container of it is not there                 |
 * | `missing`  | was to be injected when it was created, as far as can be known, and was not          |
 * | `outdated` | has another revision of a template than the one in force                             |
 * | `older`    | lacks what is asked for by something that was written after the Pod was created      |
 * | `unknown`  | asks for a template that has no good version, so that nobody can tell                |
 * | `covered`  | has all that it is to have                                                           |
 * | `not-due`  | is to have nothing                                                                   |
 */
export const COVERAGE_STATES = ['lost', 'missing', 'outdated', 'older', 'unknown', 'covered', 'not-due'] as const;

/** One of {@link COVERAGE_STATES}. */
export type CoverageState = (typeof COVERAGE_STATES)[number];
