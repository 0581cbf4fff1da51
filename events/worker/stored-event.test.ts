import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createEvent } from '../event.ts';
import { restoreEvent, storeEvent } from './stored-event.ts';

const orderId = '0190f5a0-0000-7000-8000-000000000001';
const shortages = [{ productId: 'mouse', quantity: 2, available: 1 }];
const data = { orderId, reason: 'insufficient-stock', shortages } as const;
const time = new Date('2026-01-02T03:04:05.678Z');
const event = createEvent({ type: 'stock.rejected', data }, time, { id: 'cause' });
const stored = JSON.parse(JSON.stringify(storeEvent(event)));

describe('a recorded event', () => {
  it('is restored without a change', () => {
    assert.deepEqual(restoreEvent(stored), event);
    const released = createEvent({ type: 'stock.released', data: { orderId } }, time);
    assert.deepEqual(restoreEvent(JSON.parse(JSON.stringify(storeEvent(released)))), released);
  });

  it('holds the first version where the program before the versions looks for it', () => {
    assert.deepEqual(stored.data, { orderId, reason: 'insufficient-stock' });
  });

  it('of the program before the versions is restored in the newest version', () => {
    const { newest: _, ...older } = stored;
    assert.deepEqual(restoreEvent(older), { ...event, data: { ...data, shortages: [] } });
  });

  it('of a later program is restored from the version that this program knows', () => {
    const newer = { ...stored, newest: { version: 3, data: { unknown: true } } };
    assert.deepEqual(restoreEvent(newer), { ...event, data: { ...data, shortages: [] } });
  });

  it('of an unknown type or with invalid data is not restored', () => {
    assert.throws(() => restoreEvent({ ...stored, type: 'stock.lost' }), /unknown type stock\.lost/);
    assert.throws(() => restoreEvent({ ...stored, newest: { version: 2, data: {} } }), /not valid/);
  });
});
