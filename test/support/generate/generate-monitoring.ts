/** Writes what deploy/components/monitoring has of the chart's files: `npm run generate:monitoring` */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderMonitoringComponent } from './monitoring-component.ts';

for (const [path, text] of renderMonitoringComponent())
  writeFileSync(join(import.meta.dirname, '../../..', path), text);
