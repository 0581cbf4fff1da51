import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { logsOf, type Span, spansOf } from './support/back-ends.ts';
import { signUp } from './support/customer.ts';
import { environment, kill, start } from './support/environment.ts';
import { until } from './support/until.ts';

const expected = [
  ['frontend', 'POST /api/orders', 'server'],
  ['frontend', 'send orders', 'producer'],
  ['product-worker', 'process orders', 'consumer'],
  ['order-worker', 'process orders', 'consumer'],
  ['product-worker', 'send stock', 'producer'],
  ['order-worker', 'process stock', 'consumer'],
  ['order-worker', 'send orders', 'producer'],
  ['frontend', 'process orders', 'consumer'],
] as const;

/** Places an order, and returns its trace when all spans have reached Jaeger. */
async function traceOfAnOrder(): Promise<{ orderId: string; traceId: string; spans: Span[] }> {
  const customer = await signUp();
  const { orderId, traceId } = await customer.place();
  assert.equal(await customer.settled(orderId), 'confirmed');
  const spans = await until('Jaeger has every span of the order', async () => {
    const found = await spansOf(traceId);
    const all = expected.every(([process, name, kind]) => pick(found, process, name, kind).length > 0);
    return all && byType(found, 'frontend', 'order.confirmed.v1') ? found : undefined;
  });
  return { orderId, traceId, spans };
}

const pick = (spans: Span[], process: string, name: string, kind: string) =>
  spans.filter((span) => span.process === process && span.name === name && span.kind === kind);

/** Returns the span in which a process handled an event of this type. */
const byType = (spans: Span[], process: string, type: string) =>
  spans.find(
    (span) =>
      span.process === process && span.kind === 'consumer' && span.attributes['cloudevents.event_type'] === type,
  );

describe('the trace of an order', () => {
  it('is one trace through all processes and topics, each span a child of its cause', async () => {
    const { spans } = await traceOfAnOrder();
    const parentOf = (span: Span | undefined) => spans.find(({ spanId }) => spanId === span?.parent);
    const named = (span: Span | undefined) => span && `${span.process}: ${span.name} (${span.kind})`;
    const cause = (span: Span | undefined) => named(parentOf(span));

    const server = spans.find(({ kind, name }) => kind === 'server' && name === 'POST /api/orders');
    assert.ok(server !== undefined);
    for (const worker of ['product-worker', 'order-worker']) {
      const processed = byType(spans, worker, 'order.placed.v1');
      assert.equal(cause(processed), 'frontend: send orders (producer)');
    }
    const reserved = byType(spans, 'order-worker', 'stock.reserved.v1');
    assert.equal(cause(reserved), 'product-worker: send stock (producer)');
    assert.equal(cause(parentOf(reserved)), 'product-worker: process orders (consumer)');
    const confirmed = byType(spans, 'frontend', 'order.confirmed.v1');
    assert.equal(cause(confirmed), 'order-worker: send orders (producer)');

    for (let span = confirmed; span !== undefined && span !== server; span = parentOf(span)) {
      assert.ok(parentOf(span) !== undefined, `${named(span)} has a parent in the trace`);
    }
  });

  it('survives a crash of Jaeger', async () => {
    const { traceId, spans } = await traceOfAnOrder();
    await kill('jaeger');
    await start('jaeger');
    const ids = (await spansOf(traceId)).map(({ spanId }) => spanId);
    for (const { spanId, name } of spans) assert.ok(ids.includes(spanId), name);
  });

  it('links each processed message to the poll that fetched it', async () => {
    // Polls are separate traces, of which a tenth is kept. Place orders until one links to a kept poll.
    const polled = await until(
      'Jaeger has the poll of some message',
      async () => {
        const { spans, traceId } = await traceOfAnOrder();
        const processed = spans.filter(({ kind, name }) => kind === 'consumer' && name.startsWith('process '));
        assert.ok(processed.length >= 4);
        for (const { links, process, parent } of processed) {
          const [link] = links;
          assert.ok(link !== undefined, `${process} links to a poll`);
          const [poll = '', spanId] = link.split('/');
          assert.notEqual(poll, traceId);
          const found = (await spansOf(poll)).find((span) => span.spanId === spanId);
          if (found !== undefined) return { ...found, processed: process, sender: `${traceId}/${parent}` };
        }
        return undefined;
      },
      540,
    );
    assert.match(polled.name, /^poll /);
    assert.equal(polled.process, polled.processed);
    assert.ok(polled.links.includes(polled.sender), 'the poll links to the span that sent the message');
    assert.equal(polled.attributes['messaging.operation.type'], 'receive');
  });

  it('names the event, the client and the cluster where an event is processed', async () => {
    const { spans } = await traceOfAnOrder();
    const processed = byType(spans, 'order-worker', 'stock.reserved.v1');
    const { attributes = {} } = processed ?? {};
    assert.equal(attributes['messaging.client.id'], 'order-worker');
    assert.equal(attributes['messaging.consumer.group.name'], 'orders');
    const broker = `${attributes['server.address']}:${attributes['server.port']}`;
    assert.ok(environment.kafkaBrokers.includes(broker), broker);
    assert.match(String(attributes['messaging.kafka.cluster.id']), /^[\w-]{22}$/);
    assert.equal(attributes['cloudevents.event_id'], attributes['messaging.message.id']);
    assert.equal(attributes['cloudevents.event_source'], '/orderflow/product-worker');
  });

  it('has the order id on every span', async () => {
    const { spans, orderId } = await traceOfAnOrder();
    const without = spans.filter(({ attributes }) => attributes['order.id'] !== orderId);
    assert.deepEqual(
      without.map(({ process, name }) => `${process}: ${name}`),
      [],
    );
  });
});

describe('the logs of an order', () => {
  it('are found by trace id, from each process that works on the order, and contain the order id', async () => {
    const { traceId, orderId } = await traceOfAnOrder();
    const query = `{service_name=~".+"} | trace_id=\`${traceId}\``;
    const records = await until('Loki has log records of each process', async () => {
      const found = await logsOf(query);
      const sources = new Set(found.map(({ process }) => process));
      return ['frontend', 'product-worker', 'order-worker'].every((name) => sources.has(name)) ? found : undefined;
    });
    for (const { labels, line } of records) assert.equal(labels['order_id'], orderId, line);
    const events = records.map(({ labels }) => labels['event_name']);
    for (const name of ['order.accepted', 'order.stored', 'stock.reserved', 'order.settled']) {
      assert.equal(events.filter((event) => event === name).length, 1, name);
    }
  });
});

describe('telemetry', () => {
  it('contains no password or token of any request', async () => {
    const secret = `secret-${randomUUID()}`;
    const wrong = await fetch(new URL('/api/sessions', environment.frontendUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'admin', password: secret }),
    });
    assert.equal(wrong.status, 401);
    const guessed = await fetch(new URL(`/api/orders?token=${secret}`, environment.frontendUrl), {
      headers: { authorization: `Bearer ${secret}`, cookie: `session=${secret}` },
    });
    assert.equal(guessed.status, 401);
    // A later order passes through the same queues, so the earlier telemetry has arrived before its telemetry.
    const { traceId } = await traceOfAnOrder();
    await until(
      'Loki has the log records of the later order',
      async () => (await logsOf(`{service_name="frontend"} | trace_id=\`${traceId}\``)).length > 0,
    );
    assert.deepEqual(await logsOf(`{service_name=~".+"} |= \`${secret}\``), []);
    assert.deepEqual(await logsOf('{service_name=~".+"} |~ `eyJ[A-Za-z0-9_-]{10,}\\.eyJ`'), []);
    for (const service of ['frontend', 'user-service', 'order-service']) {
      const url = new URL('/api/traces', environment.jaegerUrl);
      url.search = new URLSearchParams({ service, limit: '200', lookback: '1h' }).toString();
      const traces = await (await fetch(url)).text();
      assert.ok(traces.includes('"spanID"'), `Jaeger has traces of ${service}`);
      assert.ok(!traces.includes(secret), `no secret in the traces of ${service}`);
      assert.doesNotMatch(traces, /eyJ[\w-]{10,}\.eyJ/);
    }
  });
});
