import { describe, it } from 'node:test';
import { finds, isClean, message, state } from './check.testkit.ts';
import { copiesAreIdentical, publishedIsStored, replayedIsRepublished, storedIsPublished } from './events.ts';

describe('the checks of events accept', () => {
  it('the events of a confirmed order', () => {
    isClean([
      ...publishedIsStored([message('stock.reserved'), message('order.confirmed'), message('order.placed')], state()),
      ...storedIsPublished([message('stock.reserved'), message('order.confirmed')], state()),
    ]);
  });
});

describe('the checks of copies accept', () => {
  const copy = (data: object) => message('order.rejected', { value: Buffer.from(JSON.stringify(data)) });

  it('an event whose copies have their fields in another order, or more fields in a newer version', () => {
    const copies = [
      { userId: 'a', reason: 'b' },
      { reason: 'b', userId: 'a' },
      { reason: 'b', userId: 'a', shortages: [] },
    ];
    isClean(copiesAreIdentical(copies.map(copy)));
  });
});

describe('the checks of events find', () => {
  it('an event that is not stored, and a stored change without an event', () => {
    finds(publishedIsStored([message('stock.reserved')], state({ reservations: new Map() })), /stock.reserved/);
    finds(publishedIsStored([message('order.cancelled')], state()), /order.cancelled/);
    finds(storedIsPublished([message('stock.reserved')], state()), /order.confirmed/);
    finds(storedIsPublished([message('order.confirmed')], state()), /stock.reserved/);
  });

  it('an event that was decided twice', () => {
    const event = message('order.confirmed');
    isClean(copiesAreIdentical([event, event]));
    const later = { ...event, headers: { ...event.headers, ce_time: '2026-01-01T00:00:01.000Z' } };
    finds(copiesAreIdentical([event, later]), /1 of 2 copies of order.confirmed differ/);
    const other = { ...event, value: Buffer.from('{"totalCents":2}') };
    finds(copiesAreIdentical([{ ...event, value: Buffer.from('{"totalCents":1}') }, other]), /order.confirmed/);
    const placed = message('order.placed');
    isClean(copiesAreIdentical([placed, { ...placed, headers: { ...placed.headers, ce_time: 'later' } }]));
    finds(copiesAreIdentical([placed, { ...placed, headers: { ce_id: 'another' } }]), /order.placed/);
  });

  it('an event that is not published again when its message is replayed', () => {
    const copies = [message('order.placed'), message('stock.reserved'), message('stock.reserved')];
    isClean(replayedIsRepublished(copies, [...copies, message('stock.reserved')]));
    finds(replayedIsRepublished(copies, copies), /stock.reserved was not published again/);
    isClean(replayedIsRepublished([message('stock.reserved')], [message('stock.reserved')]));
  });
});
