import { parseArgs } from 'node:util';
import { components } from '../components/components.ts';
import { stackPathsAt } from '../paths.ts';
import { readSecrets } from '../secrets.ts';
import { isAlive, memory } from '../supervisor/processes.ts';
import { readState } from '../supervisor/state.ts';

// npm run status [-- --port-offset N]: what runs, its memory, and whether it answers.
const { values } = parseArgs({ options: { 'port-offset': { type: 'string', default: '0' } } });
const paths = stackPathsAt(Number(values['port-offset']));
const state = readState(paths.state);

if (!state) {
  console.log('nothing runs: npm start starts it');
} else {
  const runs = isAlive(state.runner);
  if (!runs)
    console.log(`process ${state.runner.pid}, which started these, is gone: npm start ends them and starts anew`);
  const known = components(paths, readSecrets(paths.secrets));
  const rows = await Promise.all(
    Object.entries(state.components).map(async ([name, { phase, detail, process }]) => {
      if (!process || !isAlive(process)) return [name, phase, '', '', '', detail];
      const healthy = await known
        .find((component) => component.name === name)
        ?.ready()
        .catch(() => false);
      const megabytes = Math.round((memory(process.pid) ?? 0) / 1e6);
      return [
        name,
        runs ? phase : 'left behind',
        `${process.pid}`,
        `${megabytes} MB`,
        healthy ? 'ok' : 'no answer',
        detail,
      ];
    }),
  );
  for (const [name, phase, pid, size, health, detail] of [
    ['component', 'state', 'pid', 'memory', 'health', ''],
    ...rows,
  ]) {
    console.log(
      name?.padEnd(16),
      phase?.padEnd(11),
      pid?.padStart(7),
      size?.padStart(7),
      '',
      health?.padEnd(9),
      detail,
    );
  }
  if (rows.some(([, , , , health]) => health !== 'ok')) process.exitCode = 1;
}
