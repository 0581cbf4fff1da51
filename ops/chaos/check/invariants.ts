import { isDeepStrictEqual } from 'node:util';
import { type Entry, ordersOf } from '../journal.ts';
import type { Topics } from '../topics.ts';
import { isIntact, lettersAreComplete, onlyPoisonIsBuried, poisonIsBuried } from './dead-letters.ts';
import { copiesAreAlike, storedIsTold, toldIsTrue } from './events.ts';
import {
  acceptedExist,
  acceptedSettled,
  cancelledAsAsked,
  historyIsPath,
  itemsAsOrdered,
  nothingUnasked,
  sameKeyOneOrder,
} from './orders.ts';
import type { State } from './state.ts';
import { oneLineEach, reservationsAreCovered, settledHoldTheirs, stockIsExplained } from './stock.ts';
import type { Violation } from './violation.ts';

/** All that must be so in the end. */
export function examine(journal: readonly Entry[], state: State, topics: Topics): Violation[] {
  const placed = ordersOf(journal);
  const events = [...topics.in('orders'), ...topics.in('stock')];
  const intact = events.filter(isIntact);
  const dead = {
    letters: [...topics.in('orders.dlq'), ...topics.in('stock.dlq')],
    messages: events,
    poisonings: journal.filter((entry) => entry.kind === 'poisoning'),
    jammed: new Set(journal.filter((entry) => entry.kind === 'jamming').map(({ orderId }) => orderId)),
  };
  return [
    ...acceptedExist(placed, state),
    ...acceptedSettled(placed, state),
    ...sameKeyOneOrder(placed),
    ...nothingUnasked(placed, state),
    ...itemsAsOrdered(placed, state),
    ...historyIsPath(state),
    ...cancelledAsAsked(
      journal.filter((entry) => entry.kind === 'cancelling'),
      state,
    ),
    ...oneLineEach(state),
    ...stockIsExplained(state),
    ...reservationsAreCovered(state),
    ...settledHoldTheirs(state),
    ...toldIsTrue(intact, state),
    ...storedIsTold(intact, state),
    ...copiesAreAlike(intact),
    ...lettersAreComplete(dead),
    ...onlyPoisonIsBuried(dead),
    ...poisonIsBuried(dead),
  ];
}

/** What a replay of messages has changed: nothing, or it is not harmless. */
export function changed(before: State, after: State): Violation[] {
  const invariant = 'a replay changes nothing twice';
  const orders = [...new Set([...before.orders.keys(), ...after.orders.keys()])]
    .filter((id) => !isDeepStrictEqual(before.orders.get(id), after.orders.get(id)))
    .map((orderId) => ({ invariant, found: 'the order is another one after it', orderId }));
  const lines = ({ ledger }: State) => new Set(ledger.map((line) => JSON.stringify(line)));
  const ledger = [...lines(before).symmetricDifference(lines(after))].map((line) => ({ invariant, found: line }));
  const products = isDeepStrictEqual(before.products, after.products)
    ? []
    : [
        {
          invariant,
          found: `the stock was ${JSON.stringify(before.products)}, it is ${JSON.stringify(after.products)}`,
        },
      ];
  return [...orders, ...ledger, ...products];
}

/** Whether all that was accepted is settled. */
export function isSettled(journal: readonly Entry[], { orders }: State): boolean {
  const ids = ordersOf(journal).flatMap((order) => order.ids);
  return ids.every((id) => (orders.get(id)?.status ?? 'pending') !== 'pending');
}
