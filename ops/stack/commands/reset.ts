// npm run reset: removes the data, logs and passwords of a stack
import { rmSync } from 'node:fs';
import { createCommand, runCommand } from '../../cli/command.ts';
import { displayPath, stackPathsAt } from '../paths.ts';
import { portOffsetOption } from '../port-offset.ts';
import { endLeftovers } from '../supervisor/preflight.ts';

await runCommand(
  createCommand('npm run reset --', 'Removes the data, logs and passwords of a stack that is not running.', {
    examples: ['npm run reset', 'npm run reset -- --port-offset 20000'],
    notes: 'The next start creates all of them again. Built programs are kept.',
  })
    .addOption(portOffsetOption())
    .action(async ({ portOffset }) => {
      const paths = stackPathsAt(portOffset);
      await endLeftovers(paths, console.log);
      for (const path of [paths.data, paths.logs, paths.secrets]) {
        rmSync(path, { recursive: true, force: true });
        console.log(`removed ${displayPath(path)}`);
      }
    }),
);
