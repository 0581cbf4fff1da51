import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { logsOf, samplesOf, spansOf } from './support/back-ends.ts';
import { signUp } from './support/customer.ts';
import { dlq, letters, sendUnreadable } from './support/dlq.ts';
import { jamWebcams } from './support/jam.ts';
import { assertStockExact, taken } from './support/ledger.ts';
import { until } from './support/until.ts';

describe('dead letters', () => {
  it('are replayed once their cause is removed: in the same trace, linked, and confirmed once', async () => {
    const customer = await signUp();
    await using jam = await jamWebcams();
    const jammed = await customer.place([{ productId: 'webcam-hd', quantity: 1 }]);
    const letter = await until('the jammed order is a dead letter', async () =>
      (await letters()).find(({ order }) => order === jammed.orderId),
    );
    await jam.clear();
    assert.equal(letter.reason, 'handler-failed');
    assert.equal(letter.group, 'products');
    assert.equal(letter.attempts, '5');
    assert.equal(letter.traceId, jammed.traceId);
    assert.match(letter.error, /jammed/);
    assert.match(await dlq('show', letter.id), /webcam-hd/);

    // The dead letter blocks no other order.
    const other = await customer.place();
    assert.equal(await customer.settled(other.orderId), 'confirmed');

    assert.equal((await dlq('replay', letter.id)).trim(), `replayed ${letter.id}`);
    assert.equal(await customer.settled(jammed.orderId), 'confirmed');
    assert.equal(await taken(customer.id, 'webcam-hd'), 1);
    await assertStockExact();
    assert.ok(!(await letters()).some(({ id }) => id === letter.id), 'it is closed');

    // Each attempt reports its exception once.
    const reported = await until('Loki has the exceptions of the five attempts', async () => {
      const query = `{service_name="product-worker"} | trace_id=\`${jammed.traceId}\` | exception_type!=\`\``;
      const found = await logsOf(query);
      return found.length >= 5 ? found : undefined;
    });
    assert.deepEqual(reported.map(({ labels }) => labels['event_name']).sort(), [
      'message.dead_lettered',
      ...Array.from({ length: 4 }, () => 'messaging.process.exception'),
    ]);

    const attempts = await until('Jaeger has six attempts to handle the order', async () => {
      const spans = await spansOf(jammed.traceId);
      const ofWorker = spans.filter(
        ({ process, kind, attributes }) =>
          process === 'product-worker' &&
          kind === 'consumer' &&
          attributes['cloudevents.event_type'] === 'order.placed.v1',
      );
      return ofWorker.length >= 6 ? ofWorker : undefined;
    });
    const failed = attempts.filter(({ attributes }) => attributes['error'] === true);
    assert.equal(failed.length, 5);
    const succeeded = attempts.filter((span) => !failed.includes(span));
    assert.equal(succeeded.length, 1);
    const last = failed.find(({ attributes }) => attributes['orderflow.attempt'] === 5);
    assert.ok(
      succeeded[0]?.links.includes(`${jammed.traceId}/${last?.spanId}`),
      'the replay links to the last attempt',
    );
    for (const { attributes, links } of failed) {
      const before = failed.find(
        (span) => span.attributes['orderflow.attempt'] === Number(attributes['orderflow.attempt']) - 1,
      );
      if (before !== undefined)
        assert.ok(links.includes(`${jammed.traceId}/${before.spanId}`), 'each attempt links to the one before');
    }
  });

  it('of an unreadable message are listed for each group and can be discarded', async () => {
    const order = await sendUnreadable();
    const found = await until('the unreadable message is a dead letter of both groups', async () => {
      const ofOrder = (await letters()).filter((letter) => letter.order === order);
      return ofOrder.length === 2 ? ofOrder : undefined;
    });
    assert.deepEqual(found.map(({ group }) => group).sort(), ['orders', 'products']);
    for (const { id, attempts, reason, group } of found) {
      assert.equal(attempts, '1');
      const labels = `messaging_consumer_group_name="${group}",error_type="${reason}"`;
      await until('Prometheus has the duration of the failure, by its reason', async () => {
        const [failures] = await samplesOf(`sum(messaging_process_duration_seconds_count{${labels}})`);
        return (failures?.value ?? 0) > 0;
      });
      await dlq('discard', id);
    }
    assert.ok(!(await letters()).some((letter) => letter.order === order));
    await assert.rejects(dlq('show', found[0]?.id ?? ''), /no open dead letter/);
  });
});
