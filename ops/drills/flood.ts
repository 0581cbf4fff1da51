// ops/drills/flood.ts: sends the collector large log records or spans, so that its queue or its memory fills up
import { setTimeout as delay } from 'node:timers/promises';
import { createCommand, runCommand } from '../cli/command.ts';
import { oneOf, positiveNumber } from '../cli/values.ts';
import { failedSpans, logRecords, successfulSpans } from './flood-data.ts';

const kinds = {
  logs: { path: '/v1/logs', body: logRecords },
  failures: { path: '/v1/traces', body: failedSpans },
  spans: { path: '/v1/traces', body: successfulSpans },
} as const;
const kindNames = Object.keys(kinds) as (keyof typeof kinds)[];
const senders = 4;

await runCommand(
  createCommand('node ops/drills/flood.ts', 'Sends the collector large log records or spans.', {
    examples: ['node ops/drills/flood.ts logs --megabytes 400 --rate 10'],
    notes: 'OTEL_EXPORTER_OTLP_ENDPOINT names the collector (default: http://127.0.0.1:4318).',
  })
    .argument(
      '<kind>',
      'logs; failures: spans of failed requests, which are all kept; spans: of successful ones, of which few are',
      oneOf('kind', kindNames),
    )
    .option('--megabytes <n>', 'how much to send, up to 3000 (required)', positiveNumber(3_000))
    .option('--rate <n>', 'megabytes per second, up to 50', positiveNumber(50), 5)
    .action(async (kind, { megabytes, rate }, command) => {
      if (megabytes === undefined) return command.error('error: --megabytes is required');
      await flood(kinds[kind], megabytes, rate);
    }),
);

async function flood(
  { path, body }: { path: string; body: () => object },
  megabytes: number,
  rate: number,
): Promise<void> {
  const collector = process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? 'http://127.0.0.1:4318';
  const begin = performance.now();
  let sent = 0;
  const send = async () => {
    for (let n = sent++; n < megabytes; n = sent++) {
      await delay(Math.max(0, begin + (n / rate) * 1_000 - performance.now()));
      const response = await fetch(`${collector}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body()),
      }).catch(() => undefined);
      await response?.body?.cancel();
    }
  };
  await Promise.all(Array.from({ length: senders }, send));
}
