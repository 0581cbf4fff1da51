import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { samplesOf, spansOf } from './support/back-ends.ts';
import { concurrently, signUp } from './support/customer.ts';
import { environment } from './support/environment.ts';
import { until } from './support/until.ts';

// Kinds of spans in OTLP.
const server = 2;
const producer = 4;

/** A trace of one span, sent by the test itself. */
interface Sent {
  traceId: string;
  name: string;
  kind: number;
  milliseconds: number;
  failed: boolean;
  attributes: Record<string, string>;
}

const trace = (name: string, fields: Partial<Sent> = {}): Sent => ({
  traceId: randomBytes(16).toString('hex'),
  name,
  kind: server,
  milliseconds: 10,
  failed: false,
  attributes: {},
  ...fields,
});

async function send(service: string, traces: Sent[]): Promise<void> {
  const attributes = (values: Record<string, string>) =>
    Object.entries(values).map(([key, stringValue]) => ({ key, value: { stringValue } }));
  const end = Date.now();
  const spans = traces.map(({ traceId, name, kind, milliseconds, failed, attributes: own }) => ({
    traceId,
    spanId: randomBytes(8).toString('hex'),
    name,
    kind,
    startTimeUnixNano: `${end - milliseconds}000000`,
    endTimeUnixNano: `${end}000000`,
    status: { code: failed ? 2 : 0 },
    attributes: attributes(own),
  }));
  const resource = { attributes: attributes({ 'service.name': service }) };
  const response = await fetch(new URL('/v1/traces', environment.collectorUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans }] }] }),
  });
  assert.equal(response.status, 200);
}

/** Waits until all earlier traces are sampled and stored: until a failed trace that is sent now has arrived. */
async function waitUntilSampled(service: string): Promise<void> {
  const last = trace('last', { failed: true });
  await send(service, [last]);
  await until('Jaeger has the failed trace that was sent last', async () => (await spansOf(last.traceId)).length > 0);
}

async function kept(traces: Sent[]): Promise<number> {
  const found = await concurrently(traces.length, 8, async (n) => (await spansOf(traces[n]?.traceId ?? '')).length);
  return found.filter((spans) => spans > 0).length;
}

const many = (count: number, make: () => Sent): Sent[] => Array.from({ length: count }, make);

/** Returns the sum of the series that a query selects. */
const sum = async (query: string): Promise<number> =>
  (await samplesOf(query)).reduce((total, { value }) => total + value, 0);

const edge = (client: string, target: string) =>
  `traces_service_graph_request_total{client="${client}",server="${target}"}`;

/** Waits until Prometheus has the counts of all spans that the collector has received so far. */
async function waitUntilCounted(): Promise<void> {
  const service = `last-${randomUUID()}`;
  await send(service, [trace('last', { kind: producer, attributes: { 'messaging.destination.name': service } })]);
  for (const query of [
    `traces_span_metrics_calls_total{service_name="${service}"}`,
    edge(service, `kafka/${service}`),
  ]) {
    await until(`${query} is 1`, async () => (await sum(query)) === 1);
  }
}

describe('sampling', () => {
  it('keeps traces that failed, were slow or belong to orders, a tenth of the others, and no health checks', async () => {
    const service = `sampled-${randomUUID()}`;
    const failed = many(20, () => trace('failed', { failed: true }));
    const slow = many(20, () => trace('slow', { milliseconds: 1_001 }));
    const orders = many(20, () => trace('order', { attributes: { 'order.id': randomUUID() } }));
    const plain = many(400, () => trace('plain'));
    const checks = many(20, () => trace('check', { failed: true, attributes: { 'url.path': '/health/ready' } }));
    await send(service, [...failed, ...slow, ...orders, ...plain, ...checks]);
    await waitUntilSampled(service);

    assert.equal(await kept(failed), failed.length);
    assert.equal(await kept(slow), slow.length);
    assert.equal(await kept(orders), orders.length);
    assert.equal(await kept(checks), 0);
    // The number is random, and outside these bounds less than once in 10^9 runs.
    const tenth = await kept(plain);
    assert.ok(tenth >= 10 && tenth <= 80, `${tenth} of 400`);

    await waitUntilCounted();
    assert.equal(await sum(`traces_span_metrics_calls_total{service_name="${service}",span_name="plain"}`), 400);
  });

  it('applies the decision about a trace to late spans', async () => {
    const service = `late-${randomUUID()}`;
    const failed = trace('failed', { failed: true });
    const plain = many(50, () => trace('plain'));
    await send(service, [failed, ...plain]);
    await waitUntilSampled(service);
    const found = await concurrently(plain.length, 8, async (n) => (await spansOf(plain[n]?.traceId ?? '')).length);
    const dropped = plain.filter((_, n) => found[n] === 0);

    await send(service, [{ ...failed, name: 'late', failed: false }]);
    await send(
      service,
      dropped.map((one) => ({ ...one, name: 'late', failed: true })),
    );
    const names = await until('Jaeger has the late span', async () => {
      const spans = await spansOf(failed.traceId);
      return spans.length === 2 ? spans.map(({ name }) => name) : undefined;
    });
    assert.deepEqual(names.sort(), ['failed', 'late']);
    await waitUntilSampled(service);
    assert.equal(await kept(dropped), 0);
  });
});

describe('metrics of spans', () => {
  it('count every request and message, also in the service graph between sender and receiver', async () => {
    const counters = [
      'traces_span_metrics_calls_total{job="frontend",span_name="POST /api/orders",span_kind="SPAN_KIND_SERVER"}',
      'traces_span_metrics_duration_seconds_count{job="product-worker",span_name="process orders"}',
      edge('frontend', 'kafka/orders'),
      edge('kafka/orders', 'product-worker'),
      edge('kafka/orders', 'order-worker'),
      edge('product-worker', 'kafka/stock'),
      edge('kafka/stock', 'order-worker'),
      edge('order-worker', 'kafka/orders'),
    ];
    const customer = await signUp();
    // Places an order and waits until it is settled and all its spans are received.
    const order = async () => {
      const { orderId, traceId } = await customer.place();
      assert.equal(await customer.settled(orderId), 'confirmed');
      await until('Jaeger has all spans of the order', async () => {
        const confirmed = (await spansOf(traceId)).filter(
          ({ process, kind }) => process === 'frontend' && kind === 'consumer',
        );
        return confirmed.length === 2;
      });
    };
    // After the first order, every series exists.
    await order();
    await waitUntilCounted();
    const before = await Promise.all(counters.map(sum));

    await Promise.all(Array.from({ length: 25 }, order));
    await waitUntilCounted();
    const after = await Promise.all(counters.map(sum));
    assert.deepEqual(
      after.map((value, n) => value - (before[n] ?? 0)),
      counters.map(() => 25),
    );
    for (const query of [
      edge('frontend', 'user-service'),
      edge('user', 'frontend'),
      edge('product-worker', 'mariadb/products'),
      edge('order-worker', 'mariadb/orders'),
    ]) {
      assert.ok((await sum(query)) > 0, query);
    }
  });

  it('have exemplars whose traces Jaeger has', async () => {
    const url = new URL('/api/v1/query_exemplars', environment.prometheusUrl);
    url.search = new URLSearchParams({
      query: 'traces_sampled_duration_seconds_bucket{job="frontend"}',
      start: `${Date.now() / 1000 - 600}`,
      end: `${Date.now() / 1000 + 60}`,
    }).toString();
    const ids = await until('Prometheus has exemplars', async () => {
      const { data } = (await (await fetch(url)).json()) as {
        data: { exemplars: { labels: Record<string, string> }[] }[];
      };
      const found = data.flatMap(({ exemplars }) => exemplars.map(({ labels }) => labels['trace_id'] ?? ''));
      return found.length > 0 ? [...new Set(found)] : undefined;
    });
    for (const id of ids) {
      await until(`Jaeger has the trace ${id}`, async () => (await spansOf(id)).length > 0);
    }
  });

  it("fill Jaeger's Monitor tab", async () => {
    for (const metric of ['calls', 'errors', 'latencies']) {
      const url = new URL(`/api/metrics/${metric}`, environment.jaegerUrl);
      const minute = '60000';
      url.search = new URLSearchParams({
        service: 'frontend',
        groupByOperation: 'true',
        lookback: '600000',
        step: '10000',
        ratePer: minute,
        ...(metric === 'latencies' && { quantile: '0.95' }),
      }).toString();
      await until(`Jaeger's Monitor tab has ${metric} of POST /api/orders`, async () => {
        const answer = (await (await fetch(url)).json()) as {
          metrics: { labels: { name: string; value: string }[]; metricPoints: unknown[] }[];
        };
        const operations = answer.metrics
          .filter(({ metricPoints }) => metricPoints.length > 0)
          .flatMap(({ labels }) => labels.filter(({ name }) => name === 'operation').map(({ value }) => value));
        return operations.includes('POST /api/orders');
      });
    }
  });
});
