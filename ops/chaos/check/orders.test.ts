import { describe, it } from 'node:test';
import { cancelledState, finds, history, id, isClean, order, requested, state } from './check.testkit.ts';
import {
  acceptedOrdersExist,
  acceptedOrdersSettle,
  cancellationsTakeEffect,
  everyOrderWasRequested,
  historyIsValid,
  itemsMatchRequest,
  sameKeySameOrder,
} from './orders.ts';

const cancellation = (status: number) => ({ kind: 'cancellation-request', at: 0, orderId: id, status }) as const;

describe('the checks of orders accept', () => {
  it('a confirmed order', () => {
    isClean([
      ...acceptedOrdersExist([requested], state()),
      ...acceptedOrdersSettle([requested], state()),
      ...sameKeySameOrder([requested]),
      ...everyOrderWasRequested([requested], state()),
      ...itemsMatchRequest([requested], state()),
      ...historyIsValid(state()),
    ]);
  });

  it('an order that was cancelled after its confirmation', () => {
    const cancelled = cancelledState();
    isClean([...historyIsValid(cancelled), ...cancellationsTakeEffect([cancellation(202)], cancelled)]);
  });
});

describe('the checks of orders find', () => {
  it('an accepted order that is missing, belongs to another customer, or is pending', () => {
    finds(acceptedOrdersExist([requested], state({ order: null })), /missing/);
    finds(acceptedOrdersExist([requested], state({ order: order({ placedAt: null }) })), /missing/);
    finds(acceptedOrdersExist([requested], state({ order: order({ userId: 'another' }) })), /order of another/);
    finds(acceptedOrdersSettle([requested], state({ order: order({ status: 'pending' }) })), /pending/);
  });

  it('a second order under one key, and an order that no customer requested', () => {
    finds(sameKeySameOrder([{ ...requested, ids: [id, requested.userId] }]), /key key/, requested.userId);
    finds(everyOrderWasRequested([], state()), /no customer requested it/);
  });

  it('items that were not requested', () => {
    const more = order({ items: [{ productId: 'mouse', quantity: 3 }] });
    finds(itemsMatchRequest([requested], state({ order: more })), /"quantity":3/);
  });

  it('a history that is not a path of the state graph, or ends with another status', () => {
    const jump = order({ status: 'confirmed', history: history('pending', 'rejected', 'confirmed') });
    finds(historyIsValid(state({ order: jump })), /pending rejected confirmed/);
    finds(historyIsValid(state({ order: order({ status: 'rejected' }) })), /it is rejected/);
  });

  it('an accepted cancellation without effect', () => {
    finds(cancellationsTakeEffect([cancellation(202)], state()), /confirmed/);
    isClean(cancellationsTakeEffect([cancellation(503)], state()));
  });
});
