// npm run schemas: publishes the schemas of new event versions, and records messages of them
import { writeFileSync } from 'node:fs';
import { createCommand, ExpectedError, runCommand } from '../cli/command.ts';
import { eventSchemas } from './published.ts';

process.env['OTEL_SERVICE_NAME'] ??= 'schemas';
process.env['LOG_LEVEL'] ??= 'error';

const program = createCommand(
  'npm run schemas --',
  'Publishes the schemas of events, and records messages for tests.',
  {
    examples: ['npm run schemas -- publish', 'npm run schemas -- record'],
    notes:
      'Set KAFKA_BROKERS, KAFKA_USERNAME and KAFKA_PASSWORD_FILE to use other brokers (default: those of npm start).',
  },
);

program
  .command('publish')
  .description('write the schemas of versions that have none to events/schemas')
  .action(async () => {
    const schemas = eventSchemas();
    const missing = schemas.filter(({ published }) => published === undefined);
    for (const { file, text } of missing) writeFileSync(file, text);
    if (missing.length > 0) console.log(`published ${missing.map(({ name }) => name).join(', ')}`);
    const changed = schemas.filter(({ published, text }) => published !== undefined && published !== text);
    if (changed.length === 0) return;
    const names = changed.map(({ name }) => name).join(', ');
    throw new ExpectedError(`${names}: published schemas must not change; add the next version to events/catalog.ts`);
  });

program
  .command('record')
  .description('keep a message of each version that has none, from the topics of the running stack')
  .action(async () => {
    const { record } = await import('./record.ts');
    await record();
  });

await runCommand(program);
