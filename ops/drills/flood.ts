// ops/drills/flood.ts: sends large log records or spans to the collector, to fill one of its queues or its memory
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const usage = `node ops/drills/flood.ts logs|failures|spans --megabytes N [--rate MEGABYTES_PER_SECOND]
  failures: spans of requests that failed, which are all kept; spans: of requests that went well, of which few are`;
const requests = { logs, failures: () => spans(2), spans: () => spans(1) };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { megabytes: { type: 'string', default: '0' }, rate: { type: 'string', default: '5' } },
});
const [signal] = positionals;
const megabytes = Number(values.megabytes);
const rate = Number(values.rate);
if (!isSignal(signal) || !(megabytes > 0 && megabytes <= 3_000) || !(rate > 0 && rate <= 50)) {
  console.error(usage);
  process.exit(2);
}

const collector = process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? 'http://127.0.0.1:4318';
const path = signal === 'logs' ? '/v1/logs' : '/v1/traces';
const recordsPerMegabyte = 64;
// Random, so that it cannot be compressed, and without digits, so that it is not redacted as a secret.
const filling = randomBytes(8 * 1_024)
  .toString('hex')
  .replaceAll(/[0-9]/g, 'x');

const begin = performance.now();
const senders = 4;
let sent = 0;
await Promise.all(
  Array.from({ length: senders }, async () => {
    for (let n = sent++; n < megabytes; n = sent++) {
      await delay(Math.max(0, begin + (n / rate) * 1_000 - performance.now()));
      const response = await fetch(`${collector}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(requests[signal]()),
      }).catch(() => undefined);
      await response?.body?.cancel();
    }
  }),
);

function isSignal(given: string | undefined): given is keyof typeof requests {
  return given !== undefined && Object.hasOwn(requests, given);
}

function logs() {
  const logRecords = Array.from({ length: recordsPerMegabyte }, () => ({
    timeUnixNano: `${Date.now()}000000`,
    severityText: 'info',
    severityNumber: 9,
    body: { stringValue: filling },
  }));
  return { resourceLogs: [{ resource: resource(), scopeLogs: [{ logRecords }] }] };
}

/** Returns spans with a missing parent, so that the collector's tail sampling keeps waiting for the rest of the trace. */
function spans(status: number) {
  const now = BigInt(Date.now()) * 1_000_000n;
  const all = Array.from({ length: recordsPerMegabyte }, () => ({
    traceId: randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    parentSpanId: randomBytes(8).toString('hex'),
    name: 'flood',
    kind: 1,
    startTimeUnixNano: String(now - 1_000_000n),
    endTimeUnixNano: String(now),
    status: { code: status },
    attributes: [{ key: 'filling', value: { stringValue: filling } }],
  }));
  return { resourceSpans: [{ resource: resource(), scopeSpans: [{ spans: all }] }] };
}

function resource() {
  return { attributes: [{ key: 'service.name', value: { stringValue: 'flood' } }] };
}
