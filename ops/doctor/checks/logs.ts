import { eventually } from '../../clients/eventually.ts';
import { type LogStream, queryLogs } from '../../clients/loki.ts';
import type { Check } from '../check.ts';

/** Processes that log every order. */
const loggers = ['frontend', 'product-worker', 'order-worker'];

/** Checks that Loki finds the order's log records by its trace id. */
export const logs: Check = {
  name: 'logs',
  needs: ['order'],
  asks: ['otel-collector', 'loki'],
  expected: `records with the trace id from ${loggers.join(', ')} within 20 s`,
  look: ({ at, log }) => `${at.LOKI_URL}, ${log('loki')}, ${log('otel-collector')}`,
  run: async ({ at }, findings) => {
    const { traceId = '' } = findings.order ?? {};
    const logql = `{service_name=~".+"} | trace_id=\`${traceId}\``;
    const streams = await eventually(20, async () => {
      const found = await queryLogs(at.LOKI_URL, logql, { since: '15m', limit: 1_000 });
      const sources = namesOf(found);
      const silent = loggers.filter((name) => !sources.includes(name));
      return silent.length > 0 ? { missing: `no records of trace ${traceId} from ${silent.join(', ')}` } : { found };
    });
    findings.logs = JSON.stringify(streams);
    const records = streams.reduce((sum, { values }) => sum + values.length, 0);
    return `${records} records from ${namesOf(streams).join(', ')}`;
  },
};

const namesOf = (streams: readonly LogStream[]): string[] =>
  [...new Set(streams.map(({ stream }) => stream['service_name'] ?? ''))].sort();
