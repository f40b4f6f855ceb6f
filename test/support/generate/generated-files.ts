import type { KubernetesApi } from './open-api.ts';
import { podJsonSchema } from './pod-json-schema.ts';
import { renderPodSchemaModule } from './pod-schema-module.ts';
import { renderPodValidator } from './pod-validator-module.ts';
import { renderJson } from './render-json.ts';
import { templateJsonSchema } from './template-json-schema.ts';

/**
 * Every generated file: its path in the repository, and its text. The same document of the API always gives the same bytes.
 *
 * @throws When the document says something that a file cannot express.
 */
export function renderGeneratedFiles(api: KubernetesApi): ReadonlyMap<string, string> {
  const podSchema = podJsonSchema(api);
  return new Map([
    ['src/injection/pod-schema.generated.ts', renderPodSchemaModule(api)],
    ['src/injection/pod-validator.generated.js', renderPodValidator(podSchema)],
    ['schema/pod.schema.json', renderJson(podSchema)],
    ['schema/template.schema.json', renderJson(templateJsonSchema(api))],
  ]);
}
