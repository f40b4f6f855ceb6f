import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROFILES } from '../chart/profiles.ts';
import { ensureGoTool, HELM } from '../support/go-tools.ts';
import { renderChart } from '../support/helm.ts';
import { ensureDefinitions } from './custom-resource-definitions.ts';
import { startControlPlane, type ControlPlane } from './control-plane.ts';
import { kubectl, NAMESPACE } from './installation.ts';

let controlPlane: ControlPlane;

beforeAll(async () => {
  await ensureGoTool(HELM);
  controlPlane = await startControlPlane();
  await kubectl(controlPlane, 'create', 'namespace', NAMESPACE);
  const files = (await ensureDefinitions()).flatMap((file) => ['-f', file]);
  await kubectl(controlPlane, 'apply', '--server-side', ...files);
  await kubectl(controlPlane, 'wait', '--for=condition=Established', 'crd', '--all', '--timeout=60s');
});
afterAll(() => controlPlane?.stop());

describe.each(Object.entries(PROFILES))('the chart, %s', (_, args) => {
  it('is taken by the API server, without an unknown field or a warning', async () => {
    const input = await renderChart(args);
    const command = ['apply', '--server-side', '--dry-run=server', '--validate=strict', '-f', '-'];
    const { code, stdout, stderr } = await controlPlane.kubectl(command, { input });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.trimEnd().split('\n');
    expect(lines.filter((line) => !line.endsWith(' serverside-applied (server dry run)'))).toEqual([]);
    expect(lines).toHaveLength(input.match(/^kind: /gm)?.length ?? 0);
  });
});

describe('a value that no schema knows to be wrong', () => {
  it('is refused by the API server', async () => {
    const expression = 'webhook.matchConditions=[{"name":"broken","expression":"object.metadata.nme ="}]';
    const input = await renderChart(['--set-json', expression]);
    const { code, stderr } = await controlPlane.kubectl(['apply', '--server-side', '--dry-run=server', '-f', '-'], {
      input,
    });
    expect([code, stderr]).toEqual([1, expect.stringContaining('webhooks[0].matchConditions[2].expression')]);
  });
});
