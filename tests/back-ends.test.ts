import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { startService, stopService } from '#telemetry/run-service.testkit.ts';
import {
  harmlessNames,
  harmlessTexts,
  leak as secretLeak,
  secretNames,
  secretTexts,
} from '#telemetry/secret-samples.testkit.ts';
import { samplesOf } from './support/back-ends.ts';
import { environment } from './support/environment.ts';
import { until } from './support/until.ts';

interface Tag {
  key: string;
  value: unknown;
}
interface JaegerSpan {
  operationName: string;
  tags: Tag[];
  logs: { fields: Tag[] }[];
}

async function getJson(url: URL): Promise<{ data: unknown }> {
  const response = await fetch(url);
  return response.ok ? ((await response.json()) as { data: unknown }) : { data: null };
}

/** Waits until Jaeger has `count` spans of a trace, and returns them. */
function trace(traceId: string, count: number): Promise<JaegerSpan[]> {
  return until(`Jaeger has ${count} spans of trace ${traceId}`, async () => {
    const { data } = await getJson(new URL(`/api/traces/${traceId}`, environment.jaegerUrl));
    const spans = (data as { spans: JaegerSpan[] }[] | null)?.[0]?.spans;
    return spans?.length === count ? spans : undefined;
  });
}

interface LokiStream {
  stream: Record<string, string>;
  values: [string, string][];
}

/** Waits until Loki has `count` log records that match the query, and returns them. */
function logs(query: string, count: number): Promise<{ line: string; fields: Record<string, string> }[]> {
  const url = new URL('/loki/api/v1/query_range', environment.lokiUrl);
  url.searchParams.set('query', query);
  url.searchParams.set('direction', 'forward');
  return until(`Loki has ${count} log records of ${query}`, async () => {
    const { data } = await getJson(url);
    const streams = (data as { result: LokiStream[] } | null)?.result ?? [];
    const records = streams.flatMap(({ stream, values }) => values.map(([, line]) => ({ line, fields: stream })));
    return records.length === count ? records : undefined;
  });
}

/** Sends OTLP as JSON, as a process that redacts nothing would. */
async function send(signal: 'traces' | 'logs', service: string, scope: object): Promise<void> {
  const resource = { attributes: attributes({ 'service.name': service }) };
  const body =
    signal === 'traces'
      ? { resourceSpans: [{ resource, scopeSpans: [scope] }] }
      : { resourceLogs: [{ resource, scopeLogs: [scope] }] };
  const response = await fetch(new URL(`/v1/${signal}`, environment.collectorUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  assert.equal(response.status, 200);
}

const value = (item: unknown): object =>
  typeof item === 'object' && item !== null
    ? { kvlistValue: { values: attributes(item) } }
    : typeof item === 'number'
      ? { intValue: item }
      : { stringValue: item };

const attributes = (entries: object): object[] =>
  Object.entries(entries).map(([key, item]) => ({ key, value: value(item) }));

const now = () => `${Date.now()}000000`;

const secrets = {
  password: 'hunter2',
  'http.request.header.authorization': 'Bearer hunter2hunter2',
  'http.request.header.cookie': 'session=hunter2',
  api_key: 'hunter2',
  user_email: 'bob@example.com',
  cardNumber: 4111111111111111,
  note: 'bob@example.com paid with 4111 1111 1111 1111, token=hunter2 eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.hunter2',
  digits: 5500000000000004,
  address: 'mysql://users:hunter2@127.0.0.1:3306/users',
  request: { headers: { authorization: 'Bearer hunter2' } },
};
const leak = /hunter2|bob@|4111 ?1111|5500000/;

const legitimate = {
  'order.id': '41112222-4333-8444-9555-123456789012',
  'user.id': '12345678-1234-4123-8123-123456789012',
  priceCents: 129999,
  at: 1795245733248,
  micros: 1795245141235000,
  nanos: '1795245141235000123',
  offset: '1234567890',
  link: '071b17b6879f76094ede74a3eaf9c6f7',
  traceparent: '00-071b17b6879f76094ede74a3eaf9c6f7-4111222233334444-01',
  time: '2026-11-21T07:22:13.250Z',
  url: 'http://127.0.0.1:5000/api/orders?cursor=abc',
  sql: 'SELECT * FROM users WHERE id IN (?, ...)',
  file: '/app/node_modules/@opentelemetry/api/index.js:12:34',
};

test('a request is one trace in Jaeger, and Loki finds its logs by trace id', { timeout: 60_000 }, async (t) => {
  const name = `fixture-${randomUUID()}`;
  const order = randomUUID();
  const service = await startService(t, environment.collectorUrl, { OTEL_SERVICE_NAME: name });
  const { traceId } = await service.get(`/orders/${order}`);
  await stopService(service);

  const spans = await trace(traceId, 3);
  assert.deepEqual(spans.map(({ operationName }) => operationName).sort(), ['GET', 'GET /orders/:id', 'GET /stock']);
  const records = await logs(`{service_name="${name}"} | trace_id="${traceId}"`, 3);
  assert.deepEqual(records.map(({ line }) => line).sort(), ['order accepted', 'payment failed', 'stock read']);
  for (const { fields } of records) assert.equal(fields['order_id'], order);

  // Only labels with few values become labels of a stream.
  const series = new URL('/loki/api/v1/series', environment.lokiUrl);
  series.searchParams.set('match[]', `{service_name="${name}"}`);
  const { data } = await getJson(series);
  assert.deepEqual(
    (data as Record<string, string>[]).sort((a, b) =>
      (a['severity_text'] ?? '').localeCompare(b['severity_text'] ?? ''),
    ),
    ['error', 'info'].map((severity_text) => ({
      deployment_environment_name: 'local',
      service_name: name,
      severity_text,
    })),
  );
});

test('the collector masks every text and name that the processes mask', { timeout: 60_000 }, async () => {
  const traceId = randomBytes(16).toString('hex');
  const texts = Object.fromEntries(secretTexts.map((text, n) => [`text.${n}`, text]));
  const kept = Object.fromEntries(harmlessTexts.map((text, n) => [`kept.${n}`, text]));
  const named = Object.fromEntries(secretNames.map((name) => [name, 'xyzzy']));
  const namedHarmless = Object.fromEntries(harmlessNames.map((name) => [name, 'xyzzy']));
  const spans = secretTexts.map((text) => ({
    traceId,
    spanId: randomBytes(8).toString('hex'),
    name: text,
    kind: 1,
    startTimeUnixNano: now(),
    endTimeUnixNano: now(),
    status: { code: 2, message: text },
    attributes: attributes({ text }),
    events: [{ timeUnixNano: now(), name: text, attributes: attributes({ text }) }],
    links: [{ traceId, spanId: randomBytes(8).toString('hex'), attributes: attributes({ text }) }],
  }));
  const [first, ...others] = spans;
  const all = { ...texts, ...kept, ...named, ...namedHarmless };
  await send('traces', 'careless', { spans: [{ ...first, attributes: attributes(all) }, ...others] });

  const found = await trace(traceId, spans.length);
  assert.doesNotMatch(JSON.stringify(found), secretLeak);
  const tags = new Map(
    found.find(({ tags }) => tags.some(({ key }) => key === 'text.0'))?.tags.map(({ key, value }) => [key, value]),
  );
  for (const key of [...Object.keys(texts), ...secretNames]) assert.match(String(tags.get(key)), /\*{4}/, key);
  for (const [key, value] of Object.entries({ ...kept, ...namedHarmless })) assert.equal(tags.get(key), value, key);
});

test('metrics of spans contain no secret, neither do labels', { timeout: 60_000 }, async () => {
  const point = (text: string) => ({ asInt: 1, timeUnixNano: now(), attributes: attributes({ text, password: text }) });
  const name = `careless_${randomBytes(4).toString('hex')}`;
  const body = {
    resourceMetrics: [
      {
        resource: { attributes: attributes({ 'service.name': 'careless' }) },
        scopeMetrics: [{ metrics: [{ name, gauge: { dataPoints: secretTexts.map(point) } }] }],
      },
    ],
  };
  const response = await fetch(new URL('/v1/metrics', environment.collectorUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  assert.equal(response.status, 200);
  await until('Prometheus has the metric', async () => (await samplesOf(name)).length > 0);
  const series = new URL('/api/v1/series', environment.prometheusUrl);
  for (const selector of ['{service_name="careless"}', '{job="careless"}'])
    series.searchParams.append('match[]', selector);
  const found = await (await fetch(series)).text();
  assert.match(found, new RegExp(name));
  assert.doesNotMatch(found, secretLeak);
});

test('a number that is not finite breaks no search of Jaeger', { timeout: 60_000 }, async () => {
  const service = `careless-${randomUUID()}`;
  const traceId = randomBytes(16).toString('hex');
  const notFinite = ['NaN', 'Infinity', '-Infinity'].map((doubleValue, n) => ({
    key: `port.${n}`,
    value: { doubleValue },
  }));
  const span = {
    traceId,
    spanId: randomBytes(8).toString('hex'),
    name: 'careless',
    kind: 1,
    startTimeUnixNano: now(),
    endTimeUnixNano: now(),
    status: { code: 2 },
    attributes: notFinite,
    events: [{ timeUnixNano: now(), name: 'x', attributes: notFinite }],
  };
  await send('traces', service, { spans: [span] });
  await trace(traceId, 1);
  const search = new URL('/api/traces', environment.jaegerUrl);
  search.search = new URLSearchParams({ service, lookback: '1h' }).toString();
  assert.equal((await fetch(search)).status, 200);
});

test('the collector removes secrets from spans, and nothing else', { timeout: 60_000 }, async () => {
  const traceId = randomBytes(16).toString('hex');
  const message = 'bob@example.com refused, password: hunter2';
  const span = {
    traceId,
    spanId: randomBytes(8).toString('hex'),
    name: 'careless',
    kind: 1,
    startTimeUnixNano: now(),
    endTimeUnixNano: now(),
    status: { code: 2, message },
    attributes: attributes({ ...secrets, ...legitimate }),
    events: [{ timeUnixNano: now(), name: 'exception', attributes: attributes({ 'exception.message': message }) }],
  };
  await send('traces', 'careless', { spans: [span] });

  const spans = await trace(traceId, 1);
  assert.doesNotMatch(JSON.stringify(spans), leak);
  const tags = new Map(spans[0]?.tags.map(({ key, value }) => [key, value]));
  for (const [key, value] of Object.entries(legitimate)) assert.equal(tags.get(key), value, key);
  for (const key of Object.keys(secrets)) assert.match(String(tags.get(key)), /\*{4}/, key);
  assert.equal(tags.get('otel.status_description'), '**** refused, ****');
  assert.equal(spans[0]?.logs[0]?.fields.find(({ key }) => key === 'exception.message')?.value, '**** refused, ****');
});

test('the collector removes secrets from logs, and nothing else', { timeout: 60_000 }, async () => {
  const name = `careless-${randomUUID()}`;
  const record = (body: string, entries: object) => ({
    timeUnixNano: now(),
    severityText: 'info',
    body: { stringValue: body },
    attributes: attributes(entries),
  });
  const plain = `order ${legitimate['order.id']} at ${legitimate.time}, trace ${legitimate.link}, offset ${legitimate.offset}`;
  await send('logs', name, { logRecords: [record(secrets.note, secrets), record(plain, legitimate)] });

  const records = await logs(`{service_name="${name}"}`, 2);
  assert.doesNotMatch(JSON.stringify(records), leak);
  const careless = records.find(({ line }) => line === '**** paid with****, **** ****');
  for (const key of Object.keys(secrets)) {
    assert.match(careless?.fields[key.replaceAll('.', '_')] ?? '', /\*{4}/, key);
  }
  const clean = records.find(({ line }) => line === plain);
  for (const [key, value] of Object.entries(legitimate)) {
    assert.equal(clean?.fields[key.replaceAll('.', '_')], String(value), key);
  }
});
