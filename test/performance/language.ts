import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { BlockPlan } from './bench-options.ts';
import { CLASSIC_SPEC, templateConfigMap } from './growth.ts';
import { type CpuMicrosByRound, measureInterleaved } from './measure.ts';
import { injectorProgram } from './programs.ts';
import type { ReviewBody } from './review-body.ts';
import { type RunningServer, startServer } from './servers.ts';

const PARAMETERS = 20;
const EXPRESSIONS = 50;

/** The cost of a review with one kind of template. */
export interface LanguageRow {
  readonly template: string;
  readonly cpuMicros: CpuMicrosByRound;
}

/** What is measured: the classic template first, since the others are compared with it. */
const TEMPLATES: readonly (readonly [string, () => unknown])[] = [
  ['classic', () => ({ spec: CLASSIC_SPEC })],
  [`with ${EXPRESSIONS} variables, as constants`, () => ({ spec: specWith((index) => `value ${index} of app`) })],
  [
    `with ${EXPRESSIONS} variables, as expressions over ${PARAMETERS} parameters and the Pod`,
    () => ({ params: parameters(), spec: specWith(expression) }),
  ],
];

/** Measures one injector for each kind of template, interleaved, with the same review. */
export async function measureLanguage(
  folder: string,
  review: ReviewBody,
  plan: BlockPlan,
): Promise<readonly LanguageRow[]> {
  const servers: RunningServer[] = [];
  try {
    for (const [index, [, template]] of TEMPLATES.entries()) {
      const file = join(folder, `language-${index}.yaml`);
      await writeFile(file, stringify(templateConfigMap([['envoy', template()]])));
      servers.push(await startServer(injectorProgram(file), review));
    }
    const contenders = servers.map((server) => ({ server, review }));
    const measured = await measureInterleaved(contenders, plan);
    return TEMPLATES.map(([template], index) => ({ template, cpuMicros: measured[index] ?? [] }));
  } finally {
    await Promise.all(servers.map(async (server) => server.stop()));
  }
}

function specWith(valueOf: (index: number) => string): unknown {
  const [container, ...others] = CLASSIC_SPEC.containers;
  const env = Array.from({ length: EXPRESSIONS }, (_, index) => ({ name: `VARIABLE_${index}`, value: valueOf(index) }));
  return { ...CLASSIC_SPEC, containers: [{ ...container, env }, ...others] };
}

/** In turn a parameter, a label of the Pod, a text around an expression, and a question about the containers. */
function expression(index: number): string {
  const parameter = `params.p${index % PARAMETERS}`;
  const kinds = [
    `\${{ string(${parameter}) }}`,
    `\${{ ${parameter} < 0 ? '' : object.metadata.?labels['app'].orValue('none') }}`,
    `value \${{ ${parameter} + ${index} }} of \${{ request.namespace }}`,
    `\${{ ${parameter} > 3 && object.spec.containers.exists(c, c.name == 'app') ? 'yes' : 'no' }}`,
  ];
  return kinds[index % kinds.length] ?? '';
}

function parameters(): unknown {
  const names = Array.from({ length: PARAMETERS }, (_, index) => `p${index}`);
  return Object.fromEntries(names.map((name, index) => [name, { type: 'integer', default: index, minimum: 0 }]));
}
