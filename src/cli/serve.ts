import type { Logger } from 'pino';
import type { Settings } from '../settings.ts';
import { createLogger, type ProcessLogger } from '../logger.ts';
import { describePermissions } from '../process-permissions.ts';
import { sha256Hex } from '../webhook/sha256-hex.ts';
import { TemplateStore } from '../webhook/template-store.ts';
import { Webhook } from '../webhook/webhook.ts';
import { followCertificates } from './followed-certificates.ts';
import { followClientAuthority } from './followed-client-authority.ts';
import { greet } from './greeting.ts';
import { listen } from './listen.ts';
import { followTemplates } from './template-source.ts';

/** What `serve` needs of the process around it. */
export interface ServeContext {
  /** Manifest of the template ConfigMap that is used where none is given. */
  readonly exampleTemplateFile: string;
  readonly say: (text: string) => void;
  /** Resolves when the process is asked to end. */
  readonly stopRequested: Promise<void>;
  /** Calls this with an error that nobody caught, before the process ends with 1. */
  readonly onCrash?: (tell: (error: unknown) => void) => void;
}

/**
 * Runs the webhook until it is asked to end, then drains it.
 *
 * @throws RefusedError where a file or a port cannot be had, naming its flag
 */
export async function serve(settings: Settings, context: ServeContext): Promise<void> {
  const { log, flush } = openLog(settings, context);
  const templates = new TemplateStore(sha256Hex);
  const ends: (() => unknown)[] = [flush];
  try {
    const sink = { store: templates, log, exampleFile: context.exampleTemplateFile, say: context.say };
    const source = await followTemplates(settings, sink);
    ends.unshift(source.stop);
    const { certificates, stop } = await followCertificates(settings, log);
    ends.unshift(stop);
    const clients = await followClientAuthority(settings.clientCa, log);
    ends.unshift(clients.stop);
    const { protectedNamespaces, tlsMinVersion } = settings;
    const webhook = new Webhook({
      templates,
      certificates,
      protectedNamespaces,
      tlsMinVersion,
      ...clients.parts,
      log,
      ...source.scope,
      ...(source.tellEvent !== undefined && { tellEvent: source.tellEvent }),
      ...(settings.templates.from === 'cluster' && { templateConfigMap: settings.templates.cluster }),
      checks: source.checks,
      defineMetrics: source.defineMetrics,
    });
    ends.unshift(() => webhook.close());
    const bound = {
      probeListen: await listen(webhook.probes, settings.probeListen, 'probe-listen'),
      listen: await listen(webhook.app, settings.listen, 'listen'),
    };
    log.info(bound, 'ready');
    if (settings.isStandalone) context.say(greet({ ...settings, ...bound }, describeTemplates(templates)));
    await context.stopRequested;
    await drain(webhook, settings.drainTimeoutMs, log);
  } finally {
    // What is left open after a start that failed would keep the process alive.
    for (const end of ends) await end();
  }
}

/** The first line tells what the process may do; one on an error that nobody caught is the last. */
function openLog({ logLevel }: Settings, { onCrash }: ServeContext): ProcessLogger {
  const { log, flush } = createLogger(logLevel);
  log.debug(describePermissions(), 'permissions');
  onCrash?.((error) => {
    log.fatal({ err: error }, 'crashed');
    flush();
  });
  return { log, flush };
}

async function drain(webhook: Webhook, drainTimeoutMs: number, log: Logger): Promise<void> {
  log.info({ drainTimeoutMs }, 'draining');
  const connectionsLeft = await webhook.drain(drainTimeoutMs);
  log.info({ connectionsLeft }, 'ended');
}

function describeTemplates({ current }: TemplateStore): readonly string[] {
  return [...current.set.templates.values()].map(({ name, revision }) => `${name} (revision ${revision})`);
}
