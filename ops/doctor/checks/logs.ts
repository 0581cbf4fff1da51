import { askJson, eventually } from '../ask.ts';
import type { Check } from '../check.ts';

/** Who logs something about every order. */
const loggers = ['frontend', 'product-worker', 'order-worker'];

interface Streams {
  data: { result: { stream: Record<string, string>; values: [string, string][] }[] };
}

/** The logs of the order are found by its trace. */
export const logs: Check = {
  name: 'logs',
  needs: ['order'],
  expected: `records with the trace id from ${loggers.join(', ')} within 20 s`,
  look: ({ at, log }) => `${at.LOKI_URL}, ${log('loki')}, ${log('otel-collector')}`,
  run: async ({ at }, findings) => {
    const { traceId = '' } = findings.order ?? {};
    const query = new URLSearchParams({
      query: `{service_name=~".+"} | trace_id=\`${traceId}\``,
      since: '15m',
      limit: '1000',
    });
    const { data } = await eventually(20, async () => {
      const found = await askJson<Streams>(`${at.LOKI_URL}/loki/api/v1/query_range?${query}`);
      const from = new Set(found.data.result.map(({ stream }) => stream['service_name']));
      const silent = loggers.filter((name) => !from.has(name));
      return silent.length > 0 ? { missing: `nothing of trace ${traceId} from ${silent.join(', ')}` } : { found };
    });
    findings.logs = JSON.stringify(data.result);
    const records = data.result.reduce((sum, { values }) => sum + values.length, 0);
    const from = [...new Set(data.result.map(({ stream }) => stream['service_name']))];
    return `${records} records from ${from.sort().join(', ')}`;
  },
};
