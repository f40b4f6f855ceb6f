import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { issueCa, issueServingCertificate } from './certificates.ts';

/** Who can talk to the API server, and how each side proves itself. Keys and tokens are made for one run. */
export interface Credentials {
  /** The certificate authority of the serving certificate, PEM. */
  readonly caCertificate: string;
  /** A token in the group `system:masters`. */
  readonly adminToken: string;
  /** The token of the user `system:kube-controller-manager`. */
  readonly controllerManagerToken: string;
  readonly files: CredentialFiles;
}

/** Absolute paths of what the programs read. */
export interface CredentialFiles {
  readonly caCertificate: string;
  readonly servingCertificate: string;
  readonly servingKey: string;
  readonly tokens: string;
  readonly serviceAccountPublicKey: string;
  readonly serviceAccountPrivateKey: string;
}

const SERVER_NAMES = ['localhost', 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc'] as const;

/** Makes all credentials of one control plane and writes them into `folder`. */
export async function writeCredentials(folder: string): Promise<Credentials> {
  const ca = await issueCa('test-control-plane-ca');
  const serving = await issueServingCertificate(ca, SERVER_NAMES);
  const serviceAccount = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'sec1', format: 'pem' },
  });
  const adminToken = randomBytes(24).toString('hex');
  const controllerManagerToken = randomBytes(24).toString('hex');
  const write = (name: string, content: string): Promise<string> => writeSecret(join(folder, name), content);
  return {
    caCertificate: ca.cert,
    adminToken,
    controllerManagerToken,
    files: {
      caCertificate: await write('ca.crt', ca.cert),
      servingCertificate: await write('apiserver.crt', serving.cert),
      servingKey: await write('apiserver.key', serving.private),
      tokens: await write('tokens.csv', renderTokens(adminToken, controllerManagerToken)),
      serviceAccountPublicKey: await write('service-account.pub', serviceAccount.publicKey),
      serviceAccountPrivateKey: await write('service-account.key', serviceAccount.privateKey),
    },
  };
}

/** @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#static-token-file */
function renderTokens(adminToken: string, controllerManagerToken: string): string {
  return [
    `${adminToken},kubernetes-admin,kubernetes-admin,"system:masters"`,
    `${controllerManagerToken},system:kube-controller-manager,kube-controller-manager`,
    '',
  ].join('\n');
}

async function writeSecret(path: string, content: string): Promise<string> {
  await writeFile(path, content, { mode: 0o600 });
  return path;
}
