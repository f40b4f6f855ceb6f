import { writeFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'vitest';
import { issueCa, issueClientCertificate, type IssuedCertificate } from '../cluster/certificates.ts';
import { send } from '../support/https-client.ts';
import { reviewOf } from '../support/review-of.ts';
import { CliProcess, FREE_PORTS, startServe } from '../support/serve-process.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

async function statusFor(url: string, { cert, private: key }: IssuedCertificate): Promise<number | string> {
  const agent = new Agent({ cert, key });
  try {
    return (await send(url, { body: reviewOf(), agent })).status;
  } catch {
    return 'refused';
  }
}

async function makeClients() {
  const cas = await Promise.all(['old', 'new'].map(issueCa));
  const [oldCa, newCa] = cas as [IssuedCertificate, IssuedCertificate];
  const clients = await Promise.all(cas.map((ca) => issueClientCertificate(ca, 'kube-apiserver')));
  const [oldClient, newClient] = clients as [IssuedCertificate, IssuedCertificate];
  return { oldCa, newCa, oldClient, newClient };
}

async function run(args: readonly string[], context: TestContext) {
  const cli = new CliProcess(['serve', '--standalone', ...FREE_PORTS, ...args]);
  context.onTestFinished(() => cli.destroy());
  const { code } = await cli.ended;
  return { code, stderr: cli.stderr };
}

describe.concurrent('serve --client-ca', () => {
  it('answers clients of the CAs in the file, and follows the file', async (context) => {
    const { oldCa, newCa, oldClient, newClient } = await makeClients();
    const file = join(makeTempFolder(context), 'client-ca.crt');
    writeFileSync(file, oldCa.cert);
    const { process, url, metrics } = await startServe([], { SIDECAR_INJECTOR_CLIENT_CA: file });
    context.onTestFinished(() => process.destroy());
    const statuses = async (): Promise<unknown> => [await statusFor(url, oldClient), await statusFor(url, newClient)];
    context.expect(await statuses()).toStrictEqual([200, 'refused']);
    context.expect((await metrics()).get('sidecar_injector_tls_errors_total')).toBe(1);

    writeFileSync(file, `${oldCa.cert}\n${newCa.cert}`);
    await process.logged('client CA replaced');
    context.expect(await statuses()).toStrictEqual([200, 200]);

    writeFileSync(file, newClient.cert);
    const refused = await process.logged('client CA refused: the old one stays');
    context.expect(refused).toMatchObject({ problem: 'certificate 1 of 1 (CN=kube-apiserver) is no CA' });
    context.expect(await statuses()).toStrictEqual([200, 200]);

    writeFileSync(file, newCa.cert);
    await context.expect.poll(statuses).toStrictEqual(['refused', 200]);
  });

  it('ends with 1 and names the flag where the file holds no CA, or is none', async (context) => {
    const folder = makeTempFolder(context);
    const file = join(folder, 'client-ca.crt');
    writeFileSync(file, 'nothing');
    const empty = await run(['--client-ca', file], context);
    context.expect(empty).toStrictEqual({
      code: 1,
      stderr: `sidecar-injector: --client-ca ${file}: holds no PEM of a certificate\n`,
    });
    const absent = await run(['--client-ca', join(folder, 'nope')], context);
    context.expect(absent.code).toBe(1);
    context.expect(absent.stderr).toContain(`sidecar-injector: --client-ca ${join(folder, 'nope')}: ENOENT`);
  });
});
