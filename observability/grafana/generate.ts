import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { files } from './files.ts';

// npm run dashboards: writes the dashboard files for Grafana.
for (const [name, content] of files) await writeFile(join(import.meta.dirname, 'provisioned', name), content);
