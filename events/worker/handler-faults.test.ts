import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { switchOn } from '#platform/faults/faults.testkit.ts';
import { Faults } from '#platform/faults/faults.ts';
import { until } from '../../tests/support/until.ts';
import { whenAvailable, withAdmin } from '../broker.ts';
import { replay } from '../dead-letters/dead-letter.ts';
import { header } from '../envelope.ts';
import { disturbHandler } from './handler-faults.ts';
import { startTestPipeline, startTestWorker, type TestPipeline, testHandler } from './worker.testkit.ts';

async function deadLettersIn({ broker }: TestPipeline): Promise<number> {
  const ends = await whenAvailable(() =>
    withAdmin(broker, (admin) => admin.fetchTopicOffsets(broker.fullName('orders.dlq'))),
  );
  return ends.reduce((sum, { high }) => sum + Number(high), 0);
}

/** Waits until `orders` orders have taken effect or been dead-lettered. Returns the ones that took effect, each once. */
async function handled(pipeline: TestPipeline, orders: number): Promise<Set<string>> {
  const effects = await until(`${orders} orders are handled or dead-lettered`, async () => {
    const found = await pipeline.effects();
    return found.size + (await deadLettersIn(pipeline)) >= orders && found;
  });
  assert.ok([...effects.values()].every((count) => count === 1));
  return new Set(effects.keys());
}

describe('a handler with faults', () => {
  it('fails while a fault is on, and then handles every order without a dead letter', async () => {
    await using pipeline = await startTestPipeline();
    const faults = new Faults('product-worker');
    const off = switchOn(faults, 'message-errors', { rate: 1 });
    const tried = Promise.withResolvers<void>();
    let attempts = 0;
    const handler = disturbHandler(faults, testHandler(pipeline.database), () => {
      if (++attempts === 8) tried.resolve();
      return 0;
    });
    const orders = await pipeline.place(30);
    await using member = await startTestWorker(pipeline.broker, pipeline.database, pipeline.publisher, handler);
    await tried.promise;
    assert.equal((await pipeline.effects()).size, 0);
    off();
    assert.deepEqual(await handled(pipeline, 30), new Set(orders));
    assert.equal(await deadLettersIn(pipeline), 0);
    await member.close();
  });

  it('rejects some messages as poison, and handles them when they are replayed without the fault', async () => {
    await using pipeline = await startTestPipeline();
    const faults = new Faults('product-worker');
    const off = switchOn(faults, 'message-errors', { rate: 0.5, kind: 'poison' });
    const orders = new Set(await pipeline.place(40));
    const handler = disturbHandler(faults, testHandler(pipeline.database));
    await using member = await startTestWorker(pipeline.broker, pipeline.database, pipeline.publisher, handler);
    const good = await handled(pipeline, 40);
    assert.ok(good.size > 0 && good.size < 40);
    const count = await deadLettersIn(pipeline);
    const letters = await pipeline.read('orders.dlq', (messages) => messages.length === count);
    for (const { headers } of letters) assert.equal(header(headers, 'dlq_reason'), 'invalid-data');
    assert.deepEqual(
      new Set([...good, ...letters.map(({ headers }) => header(headers, 'ce_subject'))]),
      orders,
      'each order is either handled or dead-lettered',
    );
    assert.equal(good.size + count, 40);

    off();
    await pipeline.publisher.send(
      letters.map((message) => replay({ id: message.offset, topic: 'orders.dlq', partition: 0, message })),
    );
    assert.deepEqual(await handled(pipeline, 40 + count), orders);
    await member.close();
  });

  it('is slow for the events of the chosen type only', async () => {
    const faults = new Faults('product-worker');
    switchOn(faults, 'message-latency', { milliseconds: 60, type: 'order.cancelled' });
    await using pipeline = await startTestPipeline();
    const loads: number[] = [];
    const { load, ...rest } = testHandler(pipeline.database);
    const handler = disturbHandler(faults, {
      ...rest,
      load: (events, transaction) => {
        loads.push(performance.now());
        return load(events, transaction);
      },
    });
    await using member = await startTestWorker(pipeline.broker, pipeline.database, pipeline.publisher, handler);
    await pipeline.place(1);
    await handled(pipeline, 1);
    const before = loads.at(-1) ?? 0;
    switchOn(faults, 'message-latency', { milliseconds: 60, type: 'order.placed' });
    const begin = performance.now();
    await pipeline.place(1);
    await handled(pipeline, 2);
    assert.ok(before < begin);
    assert.ok((loads.at(-1) ?? 0) - begin >= 59, 'the handler waited');
    await member.close();
  });
});
