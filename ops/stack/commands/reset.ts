import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { shown, stackPathsAt } from '../paths.ts';
import { endLeftovers, Obstacle } from '../supervisor/stack.ts';

// npm run reset [-- --port-offset N]: removes data, logs and passwords. The next start is a first one; programs stay.
const { values } = parseArgs({ options: { 'port-offset': { type: 'string', default: '0' } } });
const paths = stackPathsAt(Number(values['port-offset']));
try {
  await endLeftovers(paths, console.log);
  for (const path of [paths.data, paths.logs, paths.secrets]) {
    rmSync(path, { recursive: true, force: true });
    console.log(`removed ${shown(path)}`);
  }
} catch (error) {
  if (!(error instanceof Obstacle)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
