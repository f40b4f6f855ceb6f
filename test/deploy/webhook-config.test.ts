import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { DEFAULT_PROTECTED_NAMESPACES, DEFAULT_TEMPLATE_CONFIGMAP } from '../../src/settings.ts';

interface Webhook {
  readonly name: string;
  readonly failurePolicy: string;
  readonly sideEffects: string;
  readonly rules: readonly object[];
  readonly clientConfig: { readonly service: object; readonly caBundle?: string };
  readonly namespaceSelector: { readonly matchExpressions: readonly object[]; readonly matchLabels?: object };
  readonly matchConditions: readonly { readonly name: string; readonly expression: string }[];
}

function read(file: string): string {
  return readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
}

const { webhooks } = parse(read('webhook-config/mutating-webhook-configuration.yaml')) as {
  readonly webhooks: readonly [Webhook, Webhook];
};
const [enabled, requested] = webhooks;

const NOT_OPTED_OUT = "object.metadata.?annotations['sidecar-injector.dev/inject'].orValue('') != 'false'";
const NOT_STATIC = "!object.metadata.?annotations['kubernetes.io/config.mirror'].hasValue()";
const ASKS =
  "has(object.metadata.annotations) && ('sidecar-injector.dev/inject' in object.metadata.annotations" +
  ' || object.metadata.annotations.size() > 256' +
  " || object.metadata.annotations.exists(k, k.startsWith('initializer.kubernetes.io/')" +
  " && object.metadata.annotations[k] == 'true'))";

function expressions({ matchConditions }: Webhook): readonly string[] {
  return matchConditions.map(({ expression }) => expression);
}

/** An entry without what differs between the two. */
function common({ name, namespaceSelector, matchConditions, clientConfig, ...rest }: Webhook): object {
  return {
    ...rest,
    service: { ...clientConfig.service, path: '' },
    isNamed: name !== '',
    counts: [namespaceSelector.matchExpressions.length, matchConditions.length],
  };
}

describe('the webhook configuration', () => {
  it('has entries whose names never change', () => {
    expect(webhooks.map(({ name }) => name)).toEqual([
      'enabled.sidecar-injector.dev',
      'requested.sidecar-injector.dev',
    ]);
  });

  it('excludes the namespaces that the server protects, and its own', () => {
    const excluded = {
      key: 'kubernetes.io/metadata.name',
      operator: 'NotIn',
      values: [...DEFAULT_PROTECTED_NAMESPACES, 'sidecar-injector'],
    };
    expect(webhooks.map(({ namespaceSelector }) => namespaceSelector.matchExpressions[1])).toEqual([
      excluded,
      excluded,
    ]);
  });

  it('sends only Pods that may need a sidecar', () => {
    expect(expressions(enabled)).toEqual([NOT_OPTED_OUT, NOT_STATIC]);
    expect(expressions(requested)).toEqual([NOT_OPTED_OUT, ASKS]);
  });

  it('differs between its entries in name, path, selector and conditions only', () => {
    expect(common(enabled)).toEqual(common(requested));
    expect([enabled, requested].map(({ clientConfig }) => clientConfig)).toEqual([
      { service: { namespace: 'sidecar-injector', name: 'sidecar-injector', path: '/mutate/enabled', port: 443 } },
      { service: { namespace: 'sidecar-injector', name: 'sidecar-injector', path: '/mutate/requested', port: 443 } },
    ]);
  });
});

describe('the webhook configuration for the template ConfigMap', () => {
  const validating = parse(read('webhook-config/validating-webhook-configuration.yaml')) as {
    readonly webhooks: readonly [Webhook];
  };
  const [templates] = validating.webhooks;

  it('has one entry, whose name never changes', () => {
    expect(validating.webhooks.map(({ name }) => name)).toEqual(['templates.sidecar-injector.dev']);
  });

  it('sends the one ConfigMap that the server reads, whenever it is stored', () => {
    const { args } = (
      parse(read('deploy/base/deployment.yaml')) as {
        readonly spec: {
          readonly template: { readonly spec: { readonly containers: readonly [{ readonly args: string[] }] } };
        };
      }
    ).spec.template.spec.containers[0];
    expect(args).toContain(`--template-configmap=${DEFAULT_TEMPLATE_CONFIGMAP}`);
    expect(expressions(templates)).toEqual([`request.name == '${DEFAULT_TEMPLATE_CONFIGMAP}'`]);
    expect(templates.namespaceSelector).toEqual({ matchLabels: { 'kubernetes.io/metadata.name': 'sidecar-injector' } });
    expect(templates.rules).toEqual([
      {
        operations: ['CREATE', 'UPDATE'],
        apiGroups: [''],
        apiVersions: ['v1'],
        resources: ['configmaps'],
        scope: 'Namespaced',
      },
    ]);
  });

  it('lets templates be stored while the injector is down, and dry runs be answered', () => {
    expect([templates.failurePolicy, templates.sideEffects]).toEqual(['Ignore', 'None']);
    expect(templates.clientConfig).toEqual({
      service: { namespace: 'sidecar-injector', name: 'sidecar-injector', path: '/validate', port: 443 },
    });
  });
});

describe('the manifests', () => {
  it('install the version that stands in package.json', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    const { images } = parse(read('deploy/overlays/production/kustomization.yaml')) as { images: readonly object[] };
    expect(images).toEqual([{ name: 'sidecar-injector', newTag: version }]);
  });
});
