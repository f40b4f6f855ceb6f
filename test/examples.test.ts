import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { objectAt, objectsAt, stringAt, type JsonObject } from '../src/injection/json.ts';
import { findSchemaViolations } from '../src/injection/pod-validator.ts';
import { loadTemplates, NO_TEMPLATES } from '../src/injection/template/load-templates.ts';
import { buildExample, injectExample, listExamples, loadExamples, readExampleFile } from './support/example-folders.ts';
import { sha256Hex } from './support/load-example.ts';

const EXAMPLES = listExamples();
const CLASSIC = new URL('../deploy/examples/envoy-initializer.yaml', import.meta.url);
const SCHEMA = new URL('../schema/template.schema.json', import.meta.url);
const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true });
ajv.addKeyword({ keyword: 'patternErrorMessage', schemaType: 'string' });
const validate = ajv.compile(JSON.parse(readFileSync(SCHEMA, 'utf8')) as JsonObject);

/** What is in force before an example is applied. */
const INSTALLED = loadTemplates(NO_TEMPLATES, { data: classicData(), retired: new Set() }, sha256Hex);

/** What the level restricted does not allow, and the example cannot do without. @see https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
const MORE_THAN_RESTRICTED: Readonly<Record<string, readonly string[]>> = {
  'transparent-proxy': ['redirect adds NET_ADMIN', 'redirect adds NET_RAW'],
};

function classicData(): ReadonlyMap<string, string> {
  const { data } = parse(readFileSync(CLASSIC, 'utf8')) as { readonly data: Readonly<Record<string, string>> };
  return new Map(Object.entries(data));
}

function containersOf(pod: JsonObject): readonly JsonObject[] {
  const spec = objectAt(pod, 'spec');
  return [...objectsAt(spec, 'initContainers'), ...objectsAt(spec, 'containers')];
}

function breachesOfRestricted(container: JsonObject, podContext: JsonObject): readonly string[] {
  const name = stringAt(container, 'name') ?? '';
  const context = { ...podContext, ...objectAt(container, 'securityContext') };
  const capabilities = objectAt(context, 'capabilities') ?? {};
  const added = (capabilities['add'] ?? []) as readonly string[];
  const demands: readonly (readonly [string, boolean])[] = [
    ['may be root', context['runAsNonRoot'] === true],
    ['may gain privileges', context['allowPrivilegeEscalation'] === false],
    ['keeps capabilities', JSON.stringify(capabilities['drop']) === '["ALL"]'],
    ['has no seccomp profile', objectAt(context, 'seccompProfile')?.['type'] === 'RuntimeDefault'],
  ];
  const failed = demands.filter(([, isMet]) => !isMet).map(([what]) => `${name} ${what}`);
  return [...failed, ...added.map((capability) => `${name} adds ${capability}`)];
}

describe.each(EXAMPLES)('deploy/examples/%s', (example) => {
  it('makes one ConfigMap with the template of its name', () => {
    const { name, namespace, data } = buildExample(example);
    expect({ name, namespace }).toEqual({ name: 'envoy-initializer', namespace: 'sidecar-injector' });
    expect(Object.keys(data)).toEqual([`${example}.yaml`]);
  });

  it('loads without a problem and without a warning', () => {
    const { problems, warnings, set } = loadExamples([example]);
    expect({ problems: [...problems], warnings: [...warnings] }).toEqual({ problems: [], warnings: [] });
    expect([...set.templates.keys()]).toEqual([example]);
  });

  it('takes the place of the template that the install brings', () => {
    const { data, annotations } = buildExample(example);
    const retired = new Set(annotations['sidecar-injector.dev/retired']?.split(','));
    const { problems, set } = loadTemplates(INSTALLED, { data: new Map(Object.entries(data)), retired }, sha256Hex);
    expect([...problems]).toEqual([]);
    expect({ names: [...set.templates.keys()], default: set.defaultName }).toEqual({
      names: [example],
      default: example,
    });
  });

  it('is what the schema for editors allows, and names it', () => {
    const text = readExampleFile(example, `${example}.yaml`);
    expect(text).toMatch(/^# yaml-language-server: \$schema=\.\.\/\.\.\/\.\.\/schema\/template\.schema\.json\n/);
    expect(validate(parse(text, { merge: true })) ? [] : validate.errors).toEqual([]);
  });

  it('is injected into its workload, which stays a Pod', () => {
    const { decision, warnings, pod } = injectExample(example);
    expect({ decision, warnings }).toEqual({ decision: { action: 'inject', reason: 'injected' }, warnings: [] });
    expect(findSchemaViolations(pod)).toEqual([]);
  });

  it('asks for as little as it can: Pod Security level restricted, with requests and a memory limit', () => {
    const { pod } = injectExample(example);
    const podContext = objectAt(objectAt(pod, 'spec'), 'securityContext') ?? {};
    const own = containersOf(pod).filter(({ name }) => name !== 'shop' && name !== 'report');
    expect(own.flatMap((container) => breachesOfRestricted(container, {}))).toEqual(
      MORE_THAN_RESTRICTED[example] ?? [],
    );
    expect(containersOf(pod).flatMap((container) => breachesOfRestricted(container, podContext))).toEqual(
      MORE_THAN_RESTRICTED[example] ?? [],
    );
    for (const { resources } of own) {
      expect(resources).toMatchObject({
        requests: { cpu: expect.any(String) as string, memory: expect.any(String) as string },
        limits: { memory: expect.any(String) as string },
      });
    }
  });
});

describe('the examples together', () => {
  it('stand in one ConfigMap, with one default', () => {
    const { problems, warnings, set } = loadExamples(EXAMPLES);
    expect({ problems: [...problems], warnings: [...warnings] }).toEqual({ problems: [], warnings: [] });
    expect([...set.templates.keys()].toSorted()).toEqual([...EXAMPLES].toSorted());
    expect([...set.templates.values()].filter(({ isDefault }) => isDefault).map(({ name }) => name)).toEqual(['envoy']);
    expect(set.defaultName).toBe('envoy');
  });

  it('stand in the table of their README, in both directions', () => {
    const readme = readFileSync(new URL('../deploy/examples/README.md', import.meta.url), 'utf8');
    const listed = [...readme.matchAll(/^\| \[(?<name>[a-z-]+)\]\(\k<name>\/\k<name>\.yaml\)/gm)];
    expect(listed.map(({ groups }) => groups?.['name'] ?? '').toSorted()).toEqual([...EXAMPLES].toSorted());
  });
});
