// npm run dlq: lists, shows, replays and discards dead letters
import { createCommand, runCommand } from '../cli/command.ts';

process.env['OTEL_SERVICE_NAME'] ??= 'dlq';
process.env['LOG_LEVEL'] ??= 'error';

const program = createCommand('npm run dlq --', 'Lists, shows, replays and discards dead letters.', {
  examples: ['npm run dlq -- list', 'npm run dlq -- show <id>', 'npm run dlq -- replay --all'],
  notes:
    'Set KAFKA_BROKERS, KAFKA_USERNAME and KAFKA_PASSWORD_FILE to use other brokers (default: those of npm start).',
});

program
  .command('list')
  .description('list the open dead letters')
  .option('--json', 'print JSON')
  .action(async ({ json = false }) => (await loadCommands()).list(json));

program
  .command('show')
  .description('print one dead letter with its message')
  .argument('<id>', 'id of the dead letter, from list')
  .action(async (id) => (await loadCommands()).show(id));

for (const [name, resolution, summary] of [
  ['replay', 'replayed', 'send dead letters back to their original topics'],
  ['discard', 'discarded', 'close dead letters without sending them'],
] as const) {
  program
    .command(name)
    .description(summary)
    .argument('[id...]', 'ids of dead letters, from list')
    .option('--all', 'all open dead letters')
    .action(async (ids, { all = false }, command) => {
      if (ids.length === 0 && !all) command.error('error: give ids of dead letters, or --all');
      await (await loadCommands()).resolve(all ? 'all' : ids, resolution);
    });
}

await runCommand(program);

/** Starts telemetry, and then loads the modules that telemetry instruments. */
async function loadCommands() {
  await import('#platform/process/preload.ts');
  return import('./commands.ts');
}
