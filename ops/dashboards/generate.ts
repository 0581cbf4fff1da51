// npm run dashboards: generates the dashboards that Grafana shows
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { files } from '../../observability/grafana/files.ts';
import { createCommand, runCommand } from '../cli/command.ts';
import { displayPath, repository } from '../stack/paths.ts';

const folder = join(repository, 'observability', 'grafana', 'provisioned');

await runCommand(
  createCommand('npm run dashboards --', 'Generates the dashboards that Grafana shows.', {
    examples: ['npm run dashboards'],
    notes: `Writes into ${displayPath(folder)}; commit the result.`,
  }).action(async () => {
    for (const [name, content] of files) {
      await writeFile(join(folder, name), content);
      console.log(`wrote ${displayPath(join(folder, name))}`);
    }
  }),
);
