import { describe, it } from 'node:test';
import { everyEventHasItsCause } from './causality.ts';
import { finds, id, isClean, message } from './check.testkit.ts';

const caused = (type: string, cause: string | undefined, key = id) => {
  const { headers } = message(type);
  const causation = cause === undefined ? {} : { ce_causationid: `${cause} of ${id}` };
  return message(type, {
    key,
    headers: { ...headers, ce_dataschema: 'http://localhost/schemas', ce_correlationid: key, ...causation },
  });
};

const placed = message('order.placed');
const reserved = caused('stock.reserved', 'order.placed');
const confirmed = caused('order.confirmed', 'stock.reserved');
const other = 'd3b0a6b2-6b1f-4f0e-8e55-7f1c3c1f7a10';

describe('the check of causality', () => {
  it('accepts an order whose events name their causes', () => {
    isClean(everyEventHasItsCause([confirmed, reserved, placed, caused('order.overdue', undefined)]));
  });

  it('accepts events of a version without these headers, and events that it left in records', () => {
    isClean(everyEventHasItsCause([placed, message('stock.reserved'), caused('order.confirmed', undefined)]));
  });

  it('finds an event without a cause, and one whose cause is not in the topics', () => {
    finds(everyEventHasItsCause([placed, caused('stock.reserved', undefined)]), /names no cause/);
    finds(everyEventHasItsCause([reserved]), /does not have/);
  });

  it('finds a cause of another order, and one that the worker does not consume', () => {
    finds(everyEventHasItsCause([placed, caused('stock.reserved', 'order.placed', other)]), /does not have/, other);
    finds(
      everyEventHasItsCause([placed, reserved, confirmed, caused('stock.released', 'order.confirmed')]),
      /order.confirmed/,
    );
  });

  it('finds an event that names another order', () => {
    const headers = { ...reserved.headers, ce_correlationid: other };
    finds(everyEventHasItsCause([placed, { ...reserved, headers }]), /does not name its order/);
  });
});
