import { randomBytes } from 'node:crypto';

const recordsPerMegabyte = 64;
// Random, so that it cannot be compressed; without digits, so that no filter takes it for a secret.
const filling = randomBytes(8 * 1_024)
  .toString('hex')
  .replaceAll(/[0-9]/g, 'x');

/** Returns an OTLP request with a megabyte of log records. */
export function logRecords(): object {
  const records = Array.from({ length: recordsPerMegabyte }, () => ({
    timeUnixNano: `${Date.now()}000000`,
    severityText: 'info',
    severityNumber: 9,
    body: { stringValue: filling },
  }));
  return { resourceLogs: [{ resource, scopeLogs: [{ logRecords: records }] }] };
}

/** Returns an OTLP request with a megabyte of spans of successful requests. */
export const successfulSpans = (): object => spans(1);

/** Returns an OTLP request with a megabyte of spans of failed requests. */
export const failedSpans = (): object => spans(2);

/** Returns spans whose parents never arrive, so that tail sampling keeps waiting for the rest of each trace. */
function spans(status: number): object {
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
  return { resourceSpans: [{ resource, scopeSpans: [{ spans: all }] }] };
}

const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'flood' } }] };
