import type { Result } from './measure.ts';

/** The results side by side, as Markdown. */
export function report(results: readonly Result[], setting: Readonly<Record<string, number>>): string {
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
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const settings = Object.entries(setting).map(([name, value]) => `${name} ${value}`);
  return [settings.join(', '), '', line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
