import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { text as readText } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import jsonPatch from 'fast-json-patch';
import { stringify } from 'yaml';
import type { AdmissionReviewResponse } from '../../src/admission/response.ts';

const FIXTURES = new URL('../fixtures/reviews/', import.meta.url);

const HELP = `Sends a recorded AdmissionReview to a standalone injector and shows the decision and the patched Pod.

  npm run example
  npm run example -- --review job --url https://localhost:8443

  --review NAME  a file of test/fixtures/reviews, without .json (default: deployment)
  --url URL      where the injector listens; on this machine, since its certificate is not checked (default: https://localhost:8443)
`;

/** Posts the review. The certificate of a standalone server is made at its start: there is nothing to check it against. */
async function send(url: URL, body: string): Promise<{ status: number; text: string }> {
  const options = { method: 'POST', headers: { 'content-type': 'application/json' }, rejectUnauthorized: false };
  const outgoing = request(url, options).end(body);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  return { status: response.statusCode ?? 0, text: await readText(response) };
}

function render(review: string, response: AdmissionReviewResponse['response']): string {
  const { object } = (JSON.parse(review) as { request: { object: object } }).request;
  const { decision, reason, templates, revision } = response.auditAnnotations ?? {};
  const lines = [
    `# decision: ${decision} (${reason})${templates === undefined ? '' : `, templates: ${templates}, revision: ${revision}`}`,
  ];
  for (const warning of response.warnings ?? []) lines.push(`# warning: ${warning}`);
  if (response.status !== undefined) lines.push(`# message: ${response.status.message}`);
  const patch = JSON.parse(Buffer.from(response.patch ?? 'W10=', 'base64').toString('utf8')) as jsonPatch.Operation[];
  for (const { op, path } of patch) lines.push(`# patch: ${op} ${path}`);
  lines.push('# metadata.managedFields is left out');
  const { newDocument: pod } = jsonPatch.applyPatch(object, patch) as { newDocument: { metadata: object } };
  return [
    ...lines,
    stringify({ ...pod, metadata: { ...pod.metadata, managedFields: undefined } }, { lineWidth: 0 }),
  ].join('\n');
}

async function main(): Promise<number> {
  const options = { review: { type: 'string' }, url: { type: 'string' }, help: { type: 'boolean' } } as const;
  const { values } = parseArgs({ options });
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const url = new URL('/mutate/enabled', values.url ?? 'https://localhost:8443');
  const review = await readFile(new URL(`${values.review ?? 'deployment'}.json`, FIXTURES), 'utf8');
  try {
    const { status, text } = await send(url, review);
    if (status !== 200) throw new Error(`the injector answered ${status}: ${text}`);
    process.stdout.write(render(review, (JSON.parse(text) as AdmissionReviewResponse).response));
    return 0;
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
    const hint = isAbsent
      ? `nothing listens at ${url.origin}: run "npm start" in another terminal first`
      : String(error);
    process.stderr.write(`example: ${hint}\n`);
    return 1;
  }
}

process.exitCode = await main();
