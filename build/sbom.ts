import type { BundledPackage } from './bundled-packages.ts';

/** What a list of components is about. */
export interface Product {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
}

/**
 * Writes the software bill of materials of the bundle: CycloneDX 1.6 as JSON. Two builds of one state give the same text, so it
 * has neither a time nor a serial number.
 *
 * @see https://cyclonedx.org/docs/1.6/json/
 */
export function formatSbom(product: Product, packages: readonly BundledPackage[]): string {
  const { name, version, description } = product;
  const components = packages.map((bundled) => ({ type: 'library', scope: 'required', ...describe(bundled) }));
  const root = { type: 'application', ...describe(product), description };
  const bom = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: root },
    components,
    // What of it needs what is decided: it is one program.
    dependencies: [
      { ref: purlOf({ name, version }), dependsOn: components.map(({ purl }) => purl) },
      ...components.map(({ purl }) => ({ ref: purl })),
    ],
  };
  return `${JSON.stringify(bom, undefined, 2)}\n`;
}

type Named = Pick<BundledPackage, 'name' | 'version' | 'license'>;

function describe({ name, version, license }: Named): {
  readonly 'bom-ref': string;
  readonly group?: string;
  readonly name: string;
  readonly version: string;
  readonly licenses: readonly object[];
  readonly purl: string;
} {
  const purl = purlOf({ name, version });
  const [group, ...rest] = name.split('/');
  return {
    'bom-ref': purl,
    ...(rest.length > 0 && group !== undefined && { group }),
    name: rest.at(-1) ?? name,
    version,
    // An expression holds an identifier too, but tools look for the identifier.
    licenses: [/\s/.test(license) ? { expression: license } : { license: { id: license } }],
    purl,
  };
}

/** @see https://github.com/package-url/purl-spec/blob/main/types-doc/npm-definition.md */
function purlOf({ name, version }: Pick<Named, 'name' | 'version'>): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

/** Writes the licences of all that is bundled, which most of them want to be passed on with the code. */
export function formatLicenses(packages: readonly BundledPackage[]): string {
  const parts = packages.map(({ name, version, license, licenseTexts }) =>
    [`${name} ${version}: ${license}`, ...licenseTexts].join('\n\n'),
  );
  return `${['What is bundled of others, and under which licences.', ...parts].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
