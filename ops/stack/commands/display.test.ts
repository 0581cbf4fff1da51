import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jaeger } from '../components/jaeger.ts';
import { stackPathsIn } from '../paths.ts';
import { Supervisor } from '../supervisor/supervisor.ts';
import { Display } from './display.ts';

test('without a terminal, a build has a line at its beginning and then one a minute', (t) => {
  t.mock.timers.enable({ apis: ['Date'] });
  const lines: string[] = [];
  t.mock.method(console, 'log', (line: string) => void lines.push(line.trim()));
  const paths = stackPathsIn('/nowhere', 0);
  const display = new Display();
  const supervisor = new Supervisor(jaeger(paths), paths.logs, {
    onChange: () => display.update(),
    report: () => undefined,
  });
  display.watch([supervisor]);
  for (let second = 1; second <= 150; second += 1) {
    t.mock.timers.tick(1_000);
    supervisor.enter('building', `compiling, ${(second * 10).toLocaleString('en-US')} of about 2,050 packages`);
  }
  assert.deepEqual(lines, [
    '1.0 s  jaeger           building: compiling, 10 of about 2,050 packages',
    '61.0 s  jaeger           building: compiling, 610 of about 2,050 packages',
    '121.0 s  jaeger           building: compiling, 1,210 of about 2,050 packages',
  ]);
});
