import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encode } from '../envelope.ts';
import { publishedSchemas } from '../published-schemas.ts';
import { EventContract, type RecordedMessage } from './contract.testkit.ts';
import { describeEvents } from './document.ts';
import { goldenMessage } from './golden-message.testkit.ts';

const orderId = '0b9f6d3e-5d0c-5f6d-9c1e-2f8d4f1f9a10';
const { key, value, headers } = encode({
  type: 'order.placed',
  data: { orderId, userId: orderId, items: [{ productId: 'souris-gaming', quantity: 1 }] },
  id: orderId,
  source: '/orderflow/frontend',
  time: new Date(),
});
const valid: RecordedMessage = {
  topic: 'orders',
  key: String(key),
  value: String(value),
  headers: headers as Record<string, string>,
};
const contract = new EventContract(describeEvents());
const withHeader = (name: string, text: string) => ({ ...valid, headers: { ...valid.headers, [name]: text } });

describe('the contract of asyncapi.json', () => {
  it('holds for an event as it is published', () => assert.deepEqual(contract.problemsOf(valid), []));

  it('holds for the golden message of every version of every event', async () => {
    for (const name of publishedSchemas.keys()) {
      assert.deepEqual(contract.problemsOf(await goldenMessage(name)), [], name);
    }
  });

  it('is broken by one wrong header', () => {
    assert.match(contract.problemsOf(withHeader('ce_time', 'today')).join(), /headers\/ce_time/);
    assert.match(contract.problemsOf(withHeader('traceparent', '00-1-2-01')).join(), /headers\/traceparent/);
    assert.deepEqual(contract.problemsOf(withHeader('x-new', '1')), ['the header x-new is not declared']);
    const { ce_subject: _, ...rest } = valid.headers;
    assert.match(contract.problemsOf({ ...valid, headers: rest }).join(), /ce_subject/);
  });

  it('is broken by one wrong field, and by a wrong key', () => {
    const data = JSON.parse(valid.value ?? '');
    const items = [{ productId: 'souris-gaming', quantity: 0 }];
    assert.match(
      contract.problemsOf({ ...valid, value: JSON.stringify({ ...data, items }) }).join(),
      /payload\/items\/0\/quantity/,
    );
    const more = JSON.stringify({ ...data, note: '' });
    assert.match(contract.problemsOf({ ...valid, value: more }).join(), /payload must NOT have additional properties/);
    assert.match(contract.problemsOf({ ...valid, value: 'no JSON' }).join(), /payload must be object/);
    assert.match(contract.problemsOf({ ...valid, key: 'a' }).join(), /key must match format/);
  });

  it('is broken by a process that sends what it does not say, and by a message in another topic', () => {
    assert.deepEqual(contract.problemsOf(withHeader('ce_source', '/orderflow/order-worker')).slice(-1), [
      'order-worker does not say that it sends order.placed.v1 to orders',
    ]);
    assert.deepEqual(contract.problemsOf({ ...valid, topic: 'stock' }), ['stock has no message order.placed.v1']);
  });
});
