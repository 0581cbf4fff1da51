import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { switchOn } from '#platform/faults/faults.testkit.ts';
import { Faults } from '#platform/faults/faults.ts';
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

/** Waits until this many orders took effect or became dead letters; returns those that took effect, each once. */
async function settled(pipeline: TestPipeline, orders: number): Promise<Set<string>> {
  for (;;) {
    const effects = await pipeline.effects();
    if (effects.size + (await deadLettersIn(pipeline)) >= orders) {
      assert.ok([...effects.values()].every((count) => count === 1));
      return new Set(effects.keys());
    }
    await delay(20);
  }
}

describe('the handling of messages', () => {
  it('fails for as long as that is switched on; then every order is handled, and none was given up', async () => {
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
    const member = await startTestWorker(pipeline.broker, pipeline.database, pipeline.publisher, handler);
    await tried.promise;
    assert.equal((await pipeline.effects()).size, 0);
    off();
    assert.deepEqual(await settled(pipeline, 30), new Set(orders));
    assert.equal(await deadLettersIn(pipeline), 0);
    await member.close();
  });

  it('makes poison of some messages; the others are handled, and these when they are replayed', async () => {
    await using pipeline = await startTestPipeline();
    const faults = new Faults('product-worker');
    const off = switchOn(faults, 'message-errors', { rate: 0.5, kind: 'poison' });
    const orders = new Set(await pipeline.place(40));
    const handler = disturbHandler(faults, testHandler(pipeline.database));
    const member = await startTestWorker(pipeline.broker, pipeline.database, pipeline.publisher, handler);
    const handled = await settled(pipeline, 40);
    assert.ok(handled.size > 0 && handled.size < 40);
    const count = await deadLettersIn(pipeline);
    const letters = await pipeline.read('orders.dlq', (messages) => messages.length === count);
    for (const { headers } of letters) assert.equal(header(headers, 'dlq_reason'), 'invalid-data');
    assert.deepEqual(
      new Set([...handled, ...letters.map(({ headers }) => header(headers, 'ce_subject'))]),
      orders,
      'each is either handled or dead-lettered',
    );
    assert.equal(handled.size + count, 40);

    off();
    await pipeline.publisher.send(
      letters.map((message) => replay({ id: message.offset, topic: 'orders.dlq', partition: 0, message })),
    );
    assert.deepEqual(await settled(pipeline, 40 + count), orders);
    await member.close();
  });

  it('waits as long as is switched on, for events of the type alone', async () => {
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
    const member = await startTestWorker(pipeline.broker, pipeline.database, pipeline.publisher, handler);
    await pipeline.place(1);
    await settled(pipeline, 1);
    const before = loads.at(-1) ?? 0;
    switchOn(faults, 'message-latency', { milliseconds: 60, type: 'order.placed' });
    const begin = performance.now();
    await pipeline.place(1);
    await settled(pipeline, 2);
    assert.ok(before < begin);
    assert.ok((loads.at(-1) ?? 0) - begin >= 59, 'it has waited');
    await member.close();
  });
});
