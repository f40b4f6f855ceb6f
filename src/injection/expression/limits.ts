// A unit is one step of an evaluation: a node of the expression, an element of a list, 32 characters of a text. What costs one
// unit takes at most about 50 ns on a slow core, save for RE2 in its worst state (100 ns).

/** What the expressions of one review may cost together, in units: 200,000 × 100 ns = 20 ms. Usual expressions cost about 10. */
export const REVIEW_UNITS = 200_000;

/** How many characters of a text cost one unit: native code compares, copies and hashes at least one character per nanosecond. */
export const CHARACTERS_PER_UNIT = 32;

/** What an RE2 instruction costs per character, in units: building a state of its automaton takes up to 200 ns for each. */
export const UNITS_PER_RE2_STEP = 2;

/** What comparing or giving back one value inside a list or map costs, in units: up to 350 ns in objects that share no layout. */
export const UNITS_PER_NESTED_VALUE = 6;

/** What finding one key of a map costs, in units: up to 350 ns in an object with a million of them. */
export const UNITS_PER_KEY = 6;

/** What an error costs that `||`, `&&`, `all` or `exists` swallows, in units: 200 × 50 ns = 10 µs, two JavaScript exceptions. */
export const UNITS_PER_SWALLOWED_ERROR = 200;

/** UTF-16 units of one expression: forty lines of fifty letters. */
export const MAX_SOURCE_LENGTH = 2_048;

/** Nodes of one expression. It bounds the depth of chains such as `a + b + …` too: 400 nested calls need less than 100 KiB of stack. */
export const MAX_NODES = 400;

/** How deep brackets, calls and selections may nest; `object.spec.containers[0].ports[0].name` nests 6 deep. */
export const MAX_DEPTH = 32;

/** Elements of a literal list, entries of a literal map: more belong into the template, not into an expression. */
export const MAX_LITERAL_ELEMENTS = 64;

/** Arguments of a call: none of the functions offered takes more than three. */
export const MAX_ARGUMENTS = 8;

/** Elements that one comprehension may go through: five times the variables of the largest environment measured (2,000). */
export const MAX_ELEMENTS = 10_000;

/** How deep lists and maps may nest in a value that is compared or given back: the Pod API nests 15 deep. */
export const MAX_VALUE_DEPTH = 32;

/** UTF-16 units of an RE2 pattern: the longest in common use, for image references with a digest, take about 500. */
export const MAX_PATTERN_LENGTH = 1_024;

/** Instructions of a compiled RE2 pattern: a label value, `([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)`, takes about 130. */
export const MAX_PATTERN_SIZE = 500;

/**
 * Characters after which a pattern is compiled anew, which drops the states RE2 has kept: each character adds at most one, of about
 * 1 KiB, so a pattern holds at most 4 MiB. Compiling takes about 0.3 ms, so 0.1 µs per character.
 */
export const MAX_PATTERN_MEMORY = 4_096;

/** Characters of an expression that a message repeats. */
export const MAX_QUOTED_SOURCE = 60;
