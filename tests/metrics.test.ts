import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { samplesOf } from './support/back-ends.ts';
import { concurrently, send, signUp } from './support/customer.ts';
import { until } from './support/until.ts';

describe('Prometheus', () => {
  it('reaches every scrape target', async () => {
    const expected = ['alertmanager', 'jaeger', 'loki', 'orderflow', 'otel-collector', 'prometheus'].map((job) => [
      job,
      1,
    ]);
    await until('every scrape target is up', async () => {
      const targets = await samplesOf('up');
      const health = targets.map(({ labels, value }) => [labels['job'] ?? '', value]).sort();
      return JSON.stringify(health) === JSON.stringify(expected);
    });
  });

  it('counts each placed order, each settled order by status and duration, and each message', async () => {
    const counters = {
      placed: 'orderflow_orders_placed_total{job="frontend"}',
      confirmed: 'orderflow_orders_completed_total{job="order-worker",status="confirmed"}',
      rejected: 'orderflow_orders_completed_total{job="order-worker",status="rejected"}',
      timed: 'orderflow_order_settlement_duration_seconds_count{job="order-worker"}',
      quick: 'orderflow_order_settlement_duration_seconds_bucket{job="order-worker",le="300.0"}',
      requests:
        'http_server_request_duration_seconds_count{job="frontend",http_request_method="POST",http_route="/api/orders",http_response_status_code="202"}',
      takenUp: 'orderflow_messages_processed_total{group="products",topic="orders",type="order.placed"}',
      stored: 'orderflow_messages_processed_total{group="orders",topic="orders",type="order.placed"}',
      reserved: 'orderflow_messages_processed_total{group="orders",topic="stock",type="stock.reserved"}',
      refused: 'orderflow_messages_processed_total{group="orders",topic="stock",type="stock.rejected"}',
      setAside: 'orderflow_stock_decisions_total{job="product-worker",outcome="reserved"}',
      lacking: 'orderflow_stock_decisions_total{job="product-worker",outcome="insufficient-stock"}',
      inChunks: 'orderflow_chunk_messages_sum{group="orders",topic="stock"}',
      aged: 'orderflow_message_age_seconds_count{group="products",topic="orders",type="order.placed"}',
    };
    const customer = await signUp();
    const tooMany = [{ productId: 'montre-connectee', quantity: 100 }];
    const settle = async (items?: typeof tooMany) => customer.settled((await customer.place(items)).orderId);
    // Place each kind of order once, so that every series exists.
    assert.equal(await settle(), 'confirmed');
    assert.equal(await settle(tooMany), 'rejected');
    await exported();
    const before = await read(counters);

    const outcomes = await concurrently(12, 4, (n) => (n < 4 ? settle(tooMany) : settle()));
    assert.equal(outcomes.filter((status) => status === 'rejected').length, 4);
    await exported();
    assert.deepEqual(growth(before, await read(counters)), {
      placed: 12,
      confirmed: 8,
      rejected: 4,
      timed: 12,
      quick: 12,
      requests: 12,
      takenUp: 12,
      stored: 12,
      reserved: 8,
      refused: 4,
      setAside: 8,
      lacking: 4,
      inChunks: 12,
      aged: 12,
    });
  });

  it('reports an idle pipeline: no lag, no dead letters, a member in each group', async () => {
    const states = {
      'max by (group, topic) (orderflow_consumer_lag)': ['orders orders 0', 'orders stock 0', 'products orders 0'],
      'max by (group, topic) (orderflow_consumer_lag_duration_seconds)': [
        'orders orders 0',
        'orders stock 0',
        'products orders 0',
      ],
      'max by (group) (orderflow_consumer_members)': ['orders 1', 'products 1'],
      'max by (topic) (orderflow_dead_letters_open)': ['orders.dlq 0', 'stock.dlq 0'],
    };
    for (const [query, expected] of Object.entries(states)) {
      await until(`${query} is ${expected}`, async () => {
        const lines = (await samplesOf(query)).map(({ labels, value }) =>
          [labels['group'], labels['topic'], value].filter((part) => part !== undefined).join(' '),
        );
        return JSON.stringify(lines.sort()) === JSON.stringify(expected);
      });
    }
  });

  it('has the version, resource usage and event loop delay of each process', async () => {
    const processes = [
      'event-monitor',
      'frontend',
      'order-service',
      'order-worker',
      'product-service',
      'product-worker',
      'user-service',
    ];
    for (const series of [
      'orderflow_build_info{service_version!="",nodejs_version!=""}',
      'process_uptime_seconds',
      'process_memory_usage_bytes > 10e6',
      'process_cpu_time_seconds_total{cpu_mode="user"} > 0',
      'nodejs_eventloop_delay_p99_seconds',
    ]) {
      await until(`every process reports ${series}`, async () => {
        const jobs = (await samplesOf(`count by (job) (${series})`)).map(({ labels }) => labels['job']);
        return JSON.stringify(jobs.sort()) === JSON.stringify(processes);
      });
    }
  });

  it('has the state of the Kafka cluster, and the number of stored messages', async () => {
    const customer = await signUp();
    const stored = 'max(orderflow_kafka_topic_messages_total{topic="stock"})';
    const [before] = await until('Prometheus has the number of stored messages', async () => {
      const found = await samplesOf(stored);
      return found.length > 0 ? found : undefined;
    });
    assert.equal(await customer.settled((await customer.place()).orderId), 'confirmed');
    await until(
      'the number of stored messages has grown',
      async () => (await samplesOf(`${stored} > ${before?.value}`)).length > 0,
    );
    const states = {
      'max(orderflow_kafka_reachable)': 1,
      'max(orderflow_kafka_brokers)': 1,
      'max(orderflow_kafka_controllers)': 1,
      'max(orderflow_kafka_partitions{topic="orders"})': 6,
      'max(orderflow_kafka_partitions_under_replicated)': 0,
      'max(orderflow_kafka_partitions_offline)': 0,
    };
    for (const [query, expected] of Object.entries(states))
      assert.equal((await samplesOf(query))[0]?.value, expected, query);
  });

  it('has the stored orders by status, the oldest pending order, and a consistent stock', async () => {
    const product = 'laptop-pro';
    const taken = `max(orderflow_stock_taken{product="${product}"})`;
    const confirmed = 'max(orderflow_orders_stored{status="confirmed"})';
    const value = async (query: string) => (await samplesOf(query))[0]?.value;
    const known = (query: string) => until(`Prometheus has ${query}`, () => value(query));
    const before = { taken: await known(taken), confirmed: await known(confirmed) };
    const customer = await signUp();
    assert.equal(
      await customer.settled((await customer.place([{ productId: product, quantity: 3 }])).orderId),
      'confirmed',
    );
    await until('three more laptops are taken from the stock', async () => (await value(taken)) === before.taken + 3);
    await until('more confirmed orders are stored', async () => ((await value(confirmed)) ?? 0) > before.confirmed);
    const held = `${taken} + max(orderflow_stock_available{product="${product}"})`;
    assert.equal(await value(held), 1_000_000);
    assert.equal(await known('max(orderflow_stock_violations)'), 0);
    assert.equal(await known('max(orderflow_orders_pending_age_seconds)'), 0);
    assert.equal(await known('max(orderflow_orders_stored{status="pending"})'), 0);
  });

  it('counts logins by outcome, and active users', async () => {
    await signUp();
    const refused = await send('POST', '/api/sessions', {
      body: { username: 'nobody-at-all', password: 'not-a-password' },
    });
    assert.equal(refused.status, 401);
    for (const query of [
      'sum(orderflow_logins_total{outcome="success"}) > 0',
      'sum(orderflow_logins_total{outcome="wrong-credentials"}) > 0',
      'sum(orderflow_accounts_created_total) > 0',
      'max(orderflow_users_active) > 0',
      'sum(orderflow_publish_duration_seconds_count{job="frontend",outcome="acknowledged"}) > 0',
      'sum(db_client_connection_wait_time_seconds_count{job="user-service"}) > 0',
      'sum(db_client_operation_duration_seconds_count{job="order-worker",db_operation_name="COMMIT"}) > 0',
    ]) {
      await until(`Prometheus has ${query}`, async () => (await samplesOf(query)).length > 0);
    }
  });
});

type Reading = Record<string, Map<string, number>>;

/** Reads every counter by instance, because the counters of stopped processes disappear after a while. */
async function read(counters: Record<string, string>): Promise<Reading> {
  const entries = Object.entries(counters).map(async ([name, query]) => [name, await byInstance(query)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

const growth = (before: Reading, after: Reading): Record<string, number> =>
  Object.fromEntries(
    Object.entries(after).map(([name, series]) => {
      const grown = [...series].map(([instance, value]) => value - (before[name]?.get(instance) ?? 0));
      return [name, grown.reduce((sum, one) => sum + one, 0)];
    }),
  );

/** Waits until Prometheus has the current counts of the processes, which export them every ten seconds. */
async function exported(): Promise<void> {
  // The event loop time differs in each export. The first change that is seen may come from an export before this call;
  // the second cannot.
  for (const _change of [1, 2]) {
    await Promise.all(
      ['frontend', 'product-worker', 'order-worker'].map(async (job) => {
        const clock = `nodejs_eventloop_time_seconds_total{job="${job}"}`;
        const before = await byInstance(clock);
        await until(`${job} has exported its metrics`, async () => {
          const now = await byInstance(clock);
          return [...now].some(([instance, value]) => value !== before.get(instance));
        });
      }),
    );
  }
}

async function byInstance(query: string): Promise<Map<string, number>> {
  const samples = await samplesOf(`sum by (instance) (${query})`);
  return new Map(samples.map(({ labels, value }) => [labels['instance'] ?? '', value]));
}
