import type { Result } from './measure.ts';
import type { Profile } from './profile.ts';

/** Returns a Markdown table of results, side by side. */
export function resultTable(results: readonly Result[]): string {
  const head = ['', ...results.map(({ title }) => title)];
  const row = (name: string, cell: (result: Result) => string | undefined) => [
    name,
    ...results.map((result) => cell(result) ?? '-'),
  ];
  const ms = (value: number | undefined) => value?.toFixed(0);
  const processes = [...new Set(results.flatMap(({ sustained }) => sustained?.used.map(([name]) => name) ?? []))];
  const rows = [
    row('sustained, orders/s', ({ sustained }) => sustained?.rate.toFixed(0)),
    row('accepted, p50 / p95, ms', ({ sustained }) =>
      sustained ? `${ms(sustained.acceptance.p50)} / ${ms(sustained.acceptance.p95)}` : undefined,
    ),
    row('settled, p50 / p95 / p99, ms', ({ sustained }) =>
      sustained
        ? `${ms(sustained.settlement.p50)} / ${ms(sustained.settlement.p95)} / ${ms(sustained.settlement.p99)}`
        : undefined,
    ),
    row('out of a backlog, orders/s', ({ drained }) => drained?.ordersPerSecond.toFixed(0)),
    ...processes.map((process) =>
      row(`${process}, CPU s per 1,000 orders / MiB`, ({ sustained }) => {
        const used = sustained?.used.find(([name]) => name === process)?.[1];
        return used && `${used.cpu.toFixed(2)} / ${used.memory.toFixed(0)}`;
      }),
    ),
    row('all, CPU s per 1,000 orders', ({ sustained }) =>
      sustained?.used.reduce((sum, [, { cpu }]) => sum + cpu, 0).toFixed(2),
    ),
  ];
  return table(head, rows);
}

/** Returns a Markdown table of the code in which the busiest processes spent their time. */
export function profileTable(profiles: readonly Profile[]): string {
  const [busiest] = profiles;
  const shown = profiles.filter(({ busy }) => busiest !== undefined && busy > busiest.busy / 10);
  const owners = shown.flatMap(({ shares }) => shares.filter(([, part]) => part >= 0.02).map(([owner]) => owner));
  const rows = [...new Set(owners)].map((owner) => [
    owner,
    ...shown.map(({ shares }) => `${((shares.find(([name]) => name === owner)?.[1] ?? 0) * 100).toFixed(0)} %`),
  ]);
  return table(['', ...shown.map(({ process }) => process)], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
