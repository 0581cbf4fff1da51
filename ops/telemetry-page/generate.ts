// npm run telemetry-page: generates the page that describes the telemetry of Orderflow
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generatePage, pageName } from '../../observability/schema/page.ts';
import { createCommand, runCommand } from '../cli/command.ts';
import { displayPath, repository } from '../stack/paths.ts';

const page = join(repository, 'observability', 'schema', pageName);

await runCommand(
  createCommand('npm run telemetry-page --', 'Generates the page that describes the telemetry of Orderflow.', {
    examples: ['npm run telemetry-page'],
    notes: `Writes ${displayPath(page)} from the registry beside it; commit the result.`,
  }).action(async () => {
    await writeFile(page, generatePage());
    console.log(`wrote ${displayPath(page)}`);
  }),
);
