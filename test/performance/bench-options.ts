import { parseArgs } from 'node:util';

/** The servers that the bench can measure, in the order of their rows. */
export const CONTENDER_NAMES = ['injector', 'bare', 'go'] as const;

/** One of the measured servers. */
export type ContenderName = (typeof CONTENDER_NAMES)[number];

/** How long to measure: `rounds` rounds, in each a block of reviews for every server in turn. */
export interface BlockPlan {
  readonly rounds: number;
  readonly reviewsPerBlock: number;
  readonly warmUpReviews: number;
}

/** What a run of the bench measures. */
export interface BenchOptions {
  readonly help: boolean;
  readonly only: readonly ContenderName[];
  readonly reviewFile: string;
  readonly comparison: BlockPlan;
  readonly growth: BlockPlan;
}

const REVIEW_FILE = 'test/fixtures/reviews/deployment.json';

/**
 * V8 goes on optimising for some 25,000 reviews (seen: 117 µs per review in the first block of 3,000, 52 in the tenth).
 * The rounds then suffice for medians of ratios that move by about 2 % between runs on a machine with other work.
 */
const FULL_COMPARISON: BlockPlan = { rounds: 15, reviewsPerBlock: 4000, warmUpReviews: 30_000 };
const FULL_GROWTH: BlockPlan = { rounds: 7, reviewsPerBlock: 3000, warmUpReviews: 6000 };
const QUICK_COMPARISON: BlockPlan = { rounds: 5, reviewsPerBlock: 2000, warmUpReviews: 15_000 };
const QUICK_GROWTH: BlockPlan = { rounds: 3, reviewsPerBlock: 1000, warmUpReviews: 3000 };

/** The text of `--help`. */
export const HELP: string = `usage: npm run bench -- [options]

Measures the CPU time per review of the injector beside a bare Fastify server and the usual Go webhook, and how it
grows with the Pod and with the number of templates. Prints a Markdown table. Needs Linux; Go for the Go webhook.

  --quick         fewer rounds and smaller blocks: at most a minute, less exact
  --only NAMES    only these servers, separated by commas: ${CONTENDER_NAMES.join(', ')}
  --review FILE   the AdmissionReview to send (default: ${REVIEW_FILE})
  --help          this text

Exits 0 when measured, whether targets are met or not; 1 when something failed; 2 on wrong usage.
`;

/**
 * Parses the arguments of the bench.
 *
 * @throws Error that says what is wrong with them.
 */
export function parseBenchOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      only: { type: 'string', default: CONTENDER_NAMES.join(',') },
      review: { type: 'string', default: REVIEW_FILE },
    },
  });
  return {
    help: values.help,
    only: parseContenders(values.only),
    reviewFile: values.review,
    comparison: values.quick ? QUICK_COMPARISON : FULL_COMPARISON,
    growth: values.quick ? QUICK_GROWTH : FULL_GROWTH,
  };
}

function parseContenders(text: string): readonly ContenderName[] {
  const wanted = text.split(',').map((name) => name.trim());
  const unknown = wanted.find((name) => !CONTENDER_NAMES.some((known) => known === name));
  if (unknown !== undefined) throw new Error(`--only knows ${CONTENDER_NAMES.join(', ')}, not '${unknown}'`);
  return CONTENDER_NAMES.filter((name) => wanted.includes(name));
}
