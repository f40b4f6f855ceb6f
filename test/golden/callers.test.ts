import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { makeMemoryCertificate } from '../../src/cli/memory-certificate.ts';
import { objectAt, stringAt, type JsonObject } from '../../src/injection/json.ts';
import type { NamespaceMetadata } from '../../src/admission/mutate.ts';
import type { AdmissionReviewResponse } from '../../src/admission/response.ts';
import { applyPatch, copyOf } from '../support/apply-patch.ts';
import { injectGoldenCase, listGoldenCases, manifestOf, type GoldenCase } from '../support/golden-cases.ts';
import { patchIn, responseIn, reviewOf } from '../support/review-of.ts';
import { startWebhook } from '../support/running-webhook.ts';
import { runCommand, type RanCommand } from '../support/run-command.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const cases = listGoldenCases();

function pathOf({ folder }: GoldenCase, file: string): string {
  return fileURLToPath(new URL(file, folder));
}

async function callCommand(golden: GoldenCase): Promise<RanCommand> {
  const namespace = golden.files.includes('namespace.yaml') ? ['-f', pathOf(golden, 'namespace.yaml')] : [];
  const flags = ['--namespace-label=none', '--default-namespace=demo', '--protected-namespaces=kube-system'];
  const file = join(makeTempFolder(), 'templates.yaml');
  writeFileSync(file, manifestOf(golden));
  const templates = ['--template-file', file];
  return runCommand(['inject', '-f', pathOf(golden, 'pod.yaml'), ...namespace, ...flags, ...templates]);
}

async function callWebhook(
  golden: GoldenCase,
  certificate: Awaited<ReturnType<typeof makeMemoryCertificate>>,
): Promise<AdmissionReviewResponse['response']> {
  const { subject } = injectGoldenCase(golden);
  const { labels, annotations, injection } = subject.namespace;
  const metadata: NamespaceMetadata = { labels, annotations };
  const running = await startWebhook({
    manifest: manifestOf(golden),
    certificate,
    scope: {
      enabledEntries: new Set(['enabled']),
      findNamespace: (name) => (name === 'demo' ? metadata : undefined),
      hasNativeSidecars: () => true,
    },
  });
  try {
    const { body, statusCode } = await running.webhook.app.inject({
      method: 'POST',
      url: injection === 'enabled' ? '/mutate/enabled' : '/mutate/requested',
      payload: reviewOf(parse(readFileSync(pathOf(golden, 'pod.yaml'), 'utf8'))),
    });
    expect(statusCode).toBe(200);
    return responseIn(body);
  } finally {
    await running.close();
  }
}

describe('the corpus', () => {
  let certificate: Awaited<ReturnType<typeof makeMemoryCertificate>>;
  beforeAll(async () => {
    certificate = await makeMemoryCertificate(new Date());
  });
  afterAll(() => expect(cases.length).toBeGreaterThan(20));

  it.each(cases)('gives the same Pod and the same report to both callers: $name', async (golden) => {
    const { subject, outcome } = injectGoldenCase(golden);
    const reviewed = await callWebhook(golden, certificate);
    const { code, written, said } = await callCommand(golden);
    const { decision, verdicts } = outcome;

    expect(applyPatch(subject.pod, patchIn(reviewed))).toStrictEqual(copyOf(outcome.pod));
    const audit = reviewed.auditAnnotations ?? {};
    expect([audit['decision'], audit['reason']]).toStrictEqual([decision.action, decision.reason]);

    const line = said.split('\n')[0] ?? '';
    const { name, generateName } = objectAt(subject.pod, 'metadata') ?? {};
    const pod = `Pod/${stringAt({ name: name ?? generateName }, 'name')}`;
    expect(line).toMatch(/pod\.yaml:\d+: /);
    expect(line).toContain(`: ${pod}: ${audit['decision']} (${audit['reason']})`);
    if ('message' in decision) {
      expect(reviewed.status?.message).toBe(decision.message);
      expect(line.endsWith(`: ${decision.message}`)).toBe(true);
    } else {
      for (const { template, revision } of verdicts.filter((one) => one.decision.action === 'inject'))
        expect(line).toContain(`${template} ${revision}`);
    }
    const warnings = said.split('\n').filter((one) => /^ {2}warning /.test(one));
    expect(warnings).toHaveLength((reviewed.warnings ?? []).length);
    for (const warning of reviewed.warnings ?? []) expect(said).toContain(warning);

    if (decision.action === 'reject') {
      expect([code, reviewed.allowed, written]).toStrictEqual([1, false, '']);
      return;
    }
    expect([code, reviewed.allowed]).toStrictEqual([0, true]);
    const [injected] = parseAllDocuments(written).map((document) => document.toJS() as JsonObject);
    expect(injected).toStrictEqual(copyOf(outcome.pod));
    expect(objectAt(injected, 'metadata')).toBeDefined();
  });
});
