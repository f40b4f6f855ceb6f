import { readTemplateConfigMap } from '../../admission/template-configmap.ts';
import { counted } from '../manifests/counted.ts';
import { readStandardInput, type ManifestContext, type ManifestFlags } from '../manifests/manifest-flags.ts';
import { readSources } from '../manifests/read-sources.ts';
import { connectCluster } from '../offline-templates.ts';
import { type TemplateFlags } from '../template-flags.ts';
import { RefusedError } from '../refused-error.ts';
import { choosePaint } from '../terminal.ts';
import { checkFile, checkLive, type Checked, type Finding } from './check-source.ts';
import { formatFindings, type CheckFormat } from './format-findings.ts';

/** The flags of `check`. */
export interface CheckFlags extends ManifestFlags, Omit<TemplateFlags, 'templateFile'> {
  readonly output: CheckFormat;
  readonly strict?: boolean;
}

/**
 * Writes what is wrong with templates, and what they ask of Pods.
 *
 * @throws RefusedError where there are problems
 */
export async function check(files: readonly string[], flags: CheckFlags, context: ManifestContext): Promise<void> {
  const named = [...(flags.filename ?? []), ...files];
  const checked = named.length === 0 ? [await checkCluster(flags)] : await checkFiles(named, flags, context);
  const findings = checked.flatMap((one) => one.findings);
  context.writeOut(formatFindings(findings, flags.output, choosePaint(flags.color, process.stdout, process.env)));
  context.say(summarise(checked, findings));
  const errors = countOf(findings, 'error');
  if (errors > 0) throw new RefusedError(`${counted(errors, 'problem')} to solve`);
  const warnings = countOf(findings, 'warning');
  if (flags.strict === true && warnings > 0) throw new RefusedError(`${counted(warnings, 'warning')}, and --strict`);
}

async function checkFiles(
  named: readonly string[],
  flags: CheckFlags,
  context: ManifestContext,
): Promise<readonly Checked[]> {
  const readIn = async (): Promise<Uint8Array> => readStandardInput(context);
  const sources = await readSources(named, { isRecursive: flags.recursive === true, readIn });
  const checked = sources.map(checkFile).filter((one) => one !== undefined);
  if (checked.length === 0) throw new RefusedError(`${named.join(', ')}: no ConfigMap and no template in it`);
  return checked;
}

async function checkCluster({ namespace, templateConfigmap, ...flags }: CheckFlags): Promise<Checked> {
  const { client, connection } = await connectCluster(flags);
  try {
    const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/configmaps/${encodeURIComponent(templateConfigmap)}`;
    const configMap = await client.send({ path });
    if (!configMap.ok)
      throw new RefusedError(
        `${configMap.error.message}: name the ConfigMap with --namespace and --template-configmap, or a file with -f`,
      );
    return checkLive(readTemplateConfigMap(configMap.value).source, `${namespace}/${templateConfigmap}`);
  } finally {
    connection.close();
  }
}

function summarise(checked: readonly Checked[], findings: readonly Finding[]): string {
  const templates = checked.flatMap((one) => one.templates);
  const lines = templates.map(
    ({ name, revision, level }) => `template ${name} (revision ${revision}) needs the Pod Security level ${level}\n`,
  );
  const counts = `${counted(countOf(findings, 'error'), 'problem')}, ${counted(countOf(findings, 'warning'), 'warning')}`;
  return `${lines.join('')}${counts}\n`;
}

function countOf(findings: readonly Finding[], severity: Finding['severity']): number {
  return findings.filter((finding) => finding.severity === severity).length;
}
