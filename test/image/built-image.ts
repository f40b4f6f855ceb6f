import { readFileSync } from 'node:fs';
import type { ImageConfig } from './buildah.ts';

/** Names the file that describes the image under test. */
export const IMAGE_VARIABLE = 'SIDECAR_INJECTOR_TEST_IMAGE';

/** An image, and where its files are. */
export interface BuiltImage {
  /** Absolute path of its root file system. */
  readonly root: string;
  readonly config: ImageConfig;
  /** How long it took to make what stands in for the base, and the image. */
  readonly seconds: { readonly base: number; readonly build: number };
}

/** The image under test; `undefined` where none could be built. */
export function findBuiltImage(): BuiltImage | undefined {
  const description = process.env[IMAGE_VARIABLE];
  return description === undefined ? undefined : (JSON.parse(readFileSync(description, 'utf8')) as BuiltImage);
}
