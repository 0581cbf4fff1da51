import { recentTraces } from '../../clients/jaeger.ts';
import { queryLogs } from '../../clients/loki.ts';
import { type Check, CheckFailed } from '../check.ts';
import type { Stack } from '../stack.ts';
import { knownSecretsIn, leaksIn, type NamedSecret } from './leaks.ts';

/** Processes that handle tokens. Their recent traces are searched too, because they include logins. */
const services = ['frontend', 'user-service', 'product-service', 'order-service'];

/** Checks that no secret has reached Jaeger or Loki. */
export const secrets: Check = {
  name: 'secrets',
  needs: ['trace', 'logs'],
  expected: 'no password, token, email address or card number in traces and logs',
  look: () => 'observability/telemetry/redact.ts, and the redaction processor in observability/collector/config.yaml',
  run: async ({ at }, { order, trace = '', logs = '' }) => {
    const known = Object.entries(order?.secrets ?? {}).map(
      ([name, value]): NamedSecret => [`the doctor's ${name}`, value],
    );
    const traces = (await Promise.all(services.map((service) => recentTraces(at.JAEGER_URL, service)))).join('\n');
    const leaks = [
      ...leaksIn(trace, known).map((leak) => `${leak} in the trace`),
      ...leaksIn(logs, known).map((leak) => `${leak} in the logs`),
      ...knownSecretsIn(traces, known).map((leak) => `${leak} in traces of the last minutes`),
      ...(await leaksInRecentLogs(at, known)),
    ];
    if (leaks.length > 0) throw new CheckFailed(leaks.join('; '));
    const size = trace.length + logs.length + traces.length;
    return `none in ${Math.round(size / 1_024)} KiB of traces and logs, nor in the logs of the last 15 minutes`;
  },
};

/** Searches all logs for the known secrets, and for tokens. */
async function leaksInRecentLogs({ LOKI_URL }: Stack['at'], known: readonly NamedSecret[]): Promise<string[]> {
  const filters = [
    ...known.map(([name, secret]) => [name, `|= \`${secret}\``] as const),
    ['text that looks like a token', '|~ `eyJ[A-Za-z0-9_-]{8,}[.]eyJ`'] as const,
  ];
  const found = await Promise.all(
    filters.map(async ([name, filter]) => {
      const streams = await queryLogs(LOKI_URL, `{service_name=~".+"} ${filter}`, { since: '15m', limit: 1 });
      return streams.length > 0 ? [`${name} in logs of the last 15 minutes`] : [];
    }),
  );
  return found.flat();
}
