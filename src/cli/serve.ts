import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { INJECTION_LABEL } from '../injection/annotations.ts';
import { createLogger } from '../logger.ts';
import type { ListenAddress, Settings } from '../settings.ts';
import { CertificateHolder } from '../webhook/certificate-holder.ts';
import type { NamespaceScope } from '../webhook/mutate-route.ts';
import { TemplateStore } from '../webhook/template-store.ts';
import { Webhook } from '../webhook/webhook.ts';
import { readCertificateFolder, watchCertificateFolder } from './certificate-folder.ts';
import { greet } from './greeting.ts';
import { makeMemoryCertificate } from './memory-certificate.ts';
import { RefusedError } from './refused-error.ts';
import { formatProblem, loadTemplateFile, watchTemplateFile, type FileReport } from './template-file.ts';

/** What `serve` needs of the process around it. */
export interface ServeContext {
  /** Manifest of the template ConfigMap that is used where none is given. */
  readonly exampleTemplateFile: string;
  readonly say: (text: string) => void;
  /** Resolves when the process is asked to end. */
  readonly stopRequested: Promise<void>;
}

/**
 * Runs the webhook until it is asked to end, then drains it.
 *
 * @throws RefusedError where a file or a port cannot be had, naming its flag
 */
export async function serve(settings: Settings, context: ServeContext): Promise<void> {
  const { log, flush } = createLogger(settings.logLevel);
  const templates = new TemplateStore((text) => createHash('sha256').update(text).digest('hex'));
  const ends: (() => unknown)[] = [flush];
  try {
    ends.unshift(await followTemplates(settings, context, templates, log));
    const { certificates, stop } = await followCertificates(settings, log);
    ends.unshift(stop);
    const { protectedNamespaces, tlsMinVersion } = settings;
    const webhook = new Webhook({
      templates,
      certificates,
      protectedNamespaces,
      tlsMinVersion,
      log,
      ...namespaceScope(settings),
    });
    ends.unshift(() => webhook.close());
    const bound = {
      probeListen: await listen(webhook.probes, settings.probeListen, 'probe-listen'),
      listen: await listen(webhook.app, settings.listen, 'listen'),
    };
    log.info(bound, 'ready');
    if (settings.isStandalone) context.say(greet({ ...settings, ...bound }, describeTemplates(templates)));
    await context.stopRequested;
    log.info({ drainTimeoutMs: settings.drainTimeoutMs }, 'draining');
    const connectionsLeft = await webhook.drain(settings.drainTimeoutMs);
    log.info({ connectionsLeft }, 'ended');
  } finally {
    // What is left open after a start that failed would keep the process alive.
    for (const end of ends) await end();
  }
}

interface FollowedCertificates {
  readonly certificates: CertificateHolder;
  readonly stop: () => void;
}

async function followCertificates({ certDir }: Settings, log: Logger): Promise<FollowedCertificates> {
  if (certDir === undefined) {
    return { certificates: new CertificateHolder(await makeMemoryCertificate(new Date())), stop: () => undefined };
  }
  const first = await readCertificateFolder(certDir, new Date());
  if (!first.ok) throw new RefusedError(`--cert-dir ${certDir}: ${first.error}`);
  const certificates = new CertificateHolder(first.value);
  const stop = watchCertificateFolder(
    certDir,
    (certificate) => {
      certificates.replace(certificate);
      log.info({ notAfter: certificate.notAfter, fingerprint: certificate.fingerprint }, 'certificate replaced');
    },
    (problem) => log.error({ problem }, 'certificate refused: the old one stays'),
  );
  return { certificates, stop };
}

/** Without a cluster to ask, every namespace counts as the flag says. */
function namespaceScope({ isStandalone, namespaceLabel }: Settings): NamespaceScope {
  if (!isStandalone) return { enabledEntries: new Set(['enabled']), findNamespace: () => undefined };
  const labels = namespaceLabel === 'none' ? {} : { [INJECTION_LABEL]: namespaceLabel };
  return {
    enabledEntries: new Set(namespaceLabel === 'enabled' ? ['enabled', 'requested'] : []),
    findNamespace: () => ({ labels, annotations: {} }),
  };
}

async function followTemplates(
  settings: Settings,
  context: ServeContext,
  store: TemplateStore,
  log: Logger,
): Promise<() => void> {
  const file = settings.templateFile ?? context.exampleTemplateFile;
  const report = (result: FileReport): void =>
    reportTemplates(result, log, settings.isStandalone ? context.say : undefined);
  try {
    report(await loadTemplateFile(file, store));
  } catch (error) {
    throw new RefusedError(`--template-file ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return watchTemplateFile(file, store, report);
}

function reportTemplates(
  { file, problems, loaded }: FileReport,
  log: Logger,
  say: ServeContext['say'] | undefined,
): void {
  const templates = [...loaded.set.templates.values()].map(({ name, revision }) => ({ name, revision }));
  for (const { key, line, column, path, message } of problems) {
    log.error({ file, key, line, column, path, problem: message }, 'template refused');
  }
  log.info({ templates, stale: [...loaded.stale] }, 'templates in force');
  if (say === undefined || problems.length === 0) return;
  const lines = problems.map((problem) => formatProblem(file, problem));
  const inForce = templates.map(({ name, revision }) => `${name} ${revision}`).join(', ');
  say([...lines, `in force: ${inForce === '' ? 'no template' : inForce}`, ''].join('\n'));
}

function describeTemplates({ current }: TemplateStore): readonly string[] {
  return [...current.set.templates.values()].map(({ name, revision }) => `${name} (revision ${revision})`);
}

/** Listens, and gives the address with the port that was taken: port 0 asks for any that is free. */
async function listen(app: FastifyInstance, { host, port }: ListenAddress, flag: string): Promise<ListenAddress> {
  try {
    await app.listen({ host, port });
    const address = app.server.address();
    return { host, port: typeof address === 'object' ? (address?.port ?? port) : port };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const message = error instanceof Error ? error.message : String(error);
    throw new RefusedError(
      `--${flag} ${host}:${port}: ${code === 'EADDRINUSE' ? 'the port is in use: choose another' : message}`,
    );
  }
}
