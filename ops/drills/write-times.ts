import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { repository } from '../stack/paths.ts';
import type { Measured } from './exercise.ts';
import { intoIndex, intoRunbook } from './times.ts';

/** Writes the times of a drill into the alert's runbook and the table of all runbooks. */
export function writeTimes(alert: string, measured: Measured): void {
  const day = new Date().toISOString().slice(0, 10);
  const machine = `${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}`;
  const times = { ...measured, day, machine };
  rewrite(`runbooks/${alert}.md`, (page) => intoRunbook(page, times));
  rewrite('runbooks/README.md', (page) => intoIndex(page, alert, times));
}

function rewrite(path: string, change: (page: string) => string): void {
  const file = join(repository, path);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}
