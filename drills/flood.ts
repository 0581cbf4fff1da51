// drills/flood.ts: sends the collector large log records or spans, so that a queue of it or its memory becomes full
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const usage = 'node drills/flood.ts logs|spans --megabytes N [--rate MEGABYTES_PER_SECOND]';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { megabytes: { type: 'string', default: '0' }, rate: { type: 'string', default: '5' } },
});
const [signal] = positionals;
const megabytes = Number(values.megabytes);
const rate = Number(values.rate);
if ((signal !== 'logs' && signal !== 'spans') || !(megabytes > 0 && megabytes <= 500) || !(rate > 0 && rate <= 50)) {
  console.error(usage);
  process.exit(2);
}

const collector = process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? 'http://127.0.0.1:4318';
const [path, request] = signal === 'logs' ? ['/v1/logs', logs] : (['/v1/traces', spans] as const);
const recordBytes = 16 * 1_024;
const recordsPerMegabyte = 64;

const begin = performance.now();
for (let sent = 0; sent < megabytes; sent++) {
  await delay(Math.max(0, begin + (sent / rate) * 1_000 - performance.now()));
  const response = await fetch(`${collector}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request()),
  }).catch(() => undefined);
  await response?.body?.cancel();
}

/** A megabyte of what nothing can compress, and nothing takes for a secret. */
function filling(): string {
  return randomBytes(recordBytes / 2)
    .toString('hex')
    .replaceAll(/[0-9]/g, 'x');
}

function logs() {
  const logRecords = Array.from({ length: recordsPerMegabyte }, () => ({
    timeUnixNano: `${Date.now()}000000`,
    severityText: 'info',
    severityNumber: 9,
    body: { stringValue: filling() },
  }));
  return { resourceLogs: [{ resource: resource(), scopeLogs: [{ logRecords }] }] };
}

/** Of requests that failed, which are all kept. */
function spans() {
  const now = BigInt(Date.now()) * 1_000_000n;
  const all = Array.from({ length: recordsPerMegabyte }, () => ({
    traceId: randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    name: 'flood',
    kind: 1,
    startTimeUnixNano: String(now - 1_000_000n),
    endTimeUnixNano: String(now),
    status: { code: 2 },
    attributes: [{ key: 'filling', value: { stringValue: filling() } }],
  }));
  return { resourceSpans: [{ resource: resource(), scopeSpans: [{ spans: all }] }] };
}

function resource() {
  return { attributes: [{ key: 'service.name', value: { stringValue: 'flood' } }] };
}
