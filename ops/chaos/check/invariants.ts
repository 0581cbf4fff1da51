import { isDeepStrictEqual } from 'node:util';
import type { Entry } from '../journal.ts';
import { requestedOrders } from '../requested-orders.ts';
import type { Topics } from '../topics.ts';
import { everyEventHasItsCause } from './causality.ts';
import { deadLettersAreComplete, onlyPoisonIsDeadLettered, poisonIsDeadLettered } from './dead-letters.ts';
import { copiesAreIdentical, publishedIsStored, storedIsPublished } from './events.ts';
import {
  acceptedOrdersExist,
  acceptedOrdersSettle,
  cancellationsTakeEffect,
  everyOrderWasRequested,
  historyIsValid,
  itemsMatchRequest,
  sameKeySameOrder,
} from './orders.ts';
import { foreignOrders, isIntact } from './poison.ts';
import type { State } from './state.ts';
import {
  ledgerRowsAreUnique,
  reservationsMatchLedger,
  settledOrdersHoldTheirStock,
  stockMatchesLedger,
} from './stock.ts';
import type { Violation } from './violation.ts';

/** Checks all invariants that hold after the system has settled. */
export function checkInvariants(journal: readonly Entry[], state: State, topics: Topics): Violation[] {
  const requested = requestedOrders(journal);
  const events = [...topics.in('orders'), ...topics.in('stock')];
  const intact = events.filter(isIntact);
  const foreign = foreignOrders(events);
  const requestable = { ...state, orders: new Map([...state.orders].filter(([id]) => !foreign.has(id))) };
  const dead = {
    letters: [...topics.in('orders.dlq'), ...topics.in('stock.dlq')],
    messages: events,
    jammed: new Set(journal.filter((entry) => entry.kind === 'jammed-order').map(({ orderId }) => orderId)),
  };
  return [
    ...acceptedOrdersExist(requested, state),
    ...acceptedOrdersSettle(requested, state),
    ...sameKeySameOrder(requested),
    ...everyOrderWasRequested(requested, requestable),
    ...itemsMatchRequest(requested, requestable),
    ...historyIsValid(state),
    ...cancellationsTakeEffect(
      journal.filter((entry) => entry.kind === 'cancellation-request'),
      state,
    ),
    ...ledgerRowsAreUnique(state),
    ...stockMatchesLedger(state),
    ...reservationsMatchLedger(state),
    ...settledOrdersHoldTheirStock(state),
    ...publishedIsStored(intact, state),
    ...storedIsPublished(intact, state),
    ...copiesAreIdentical(intact),
    ...everyEventHasItsCause(events),
    ...deadLettersAreComplete(dead),
    ...onlyPoisonIsDeadLettered(dead),
    ...poisonIsDeadLettered(dead),
  ];
}

/** Returns the changes between two states, as violations of a replay, which must change nothing. */
export function changesBetween(before: State, after: State): Violation[] {
  const invariant = 'a replay changes nothing';
  const orders = [...new Set([...before.orders.keys(), ...after.orders.keys()])]
    .filter((id) => !isDeepStrictEqual(before.orders.get(id), after.orders.get(id)))
    .map((orderId) => ({ invariant, found: 'the order has changed', orderId }));
  const rowsOf = ({ ledger }: State) => new Set(ledger.map((row) => JSON.stringify(row)));
  const ledger = [...rowsOf(before).symmetricDifference(rowsOf(after))].map((row) => ({ invariant, found: row }));
  const products = isDeepStrictEqual(before.products, after.products)
    ? []
    : [
        {
          invariant,
          found: `the stock was ${JSON.stringify(before.products)} and is ${JSON.stringify(after.products)}`,
        },
      ];
  return [...orders, ...ledger, ...products];
}

/** Returns true if all accepted orders are settled. */
export function allSettled(journal: readonly Entry[], { orders }: State): boolean {
  const ids = requestedOrders(journal).flatMap((order) => order.ids);
  return ids.every((id) => (orders.get(id)?.status ?? 'pending') !== 'pending');
}
