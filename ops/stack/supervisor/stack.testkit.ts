import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { until } from '../../../tests/support/until.ts';
import type { Component } from '../components/component.ts';
import { stackPathsIn } from '../paths.ts';
import { Stack } from './stack.ts';

/** Stacks of components that only write down when they start and stop, in a folder that is removed with the test. */
export function createTestStacks(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'stack-'));
  const paths = stackPathsIn(folder, 0);
  const file = join(folder, 'journal');
  appendFileSync(file, '');
  const stacks: Stack[] = [];
  const lines: string[] = [];
  t.after(async () => {
    for (const stack of stacks) await stack.stop();
    rmSync(folder, { recursive: true });
  });

  return {
    paths,
    /** Waits until a stack reports a line like this, and returns it. */
    reported: (pattern: RegExp): Promise<string> =>
      until(`a report like ${pattern}`, () => lines.find((line) => pattern.test(line))),
    /** The starts and stops so far: `start worker`. */
    journal: (): string[] => readFileSync(file, 'utf8').trim().split('\n'),
    stack: (components: readonly Component[]): Stack => {
      const stack = new Stack(components, paths, {
        onChange: () => undefined,
        report: (line) => void lines.push(line),
      });
      stacks.push(stack);
      return stack;
    },
    component: (name: string, rest: Partial<Component> = {}): Component => {
      const script = [
        `trap 'echo stop ${name} >>${file}; rm ${folder}/${name}; exit' TERM`,
        `echo start ${name} >>${file}; touch ${folder}/${name}`,
        'while :; do sleep 0.02; done',
      ].join('\n');
      return {
        name,
        version: '1',
        tier: 'servers',
        ports: [],
        needs: [],
        command: () => ({ file: 'sh', args: ['-c', script] }),
        ready: async () => existsSync(join(folder, name)),
        ...rest,
      };
    },
  };
}
