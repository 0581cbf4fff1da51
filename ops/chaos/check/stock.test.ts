import { describe, it } from 'node:test';
import { cancelledState, finds, id, isClean, order, reserved, state } from './check.testkit.ts';
import {
  ledgerRowsAreUnique,
  reservationsMatchLedger,
  settledOrdersHoldTheirStock,
  stockMatchesLedger,
} from './stock.ts';

describe('the checks of the stock accept', () => {
  it('a confirmed order', () => {
    isClean([
      ...ledgerRowsAreUnique(state()),
      ...stockMatchesLedger(state()),
      ...reservationsMatchLedger(state()),
      ...settledOrdersHoldTheirStock(state()),
    ]);
  });

  it('an order that was cancelled after its confirmation', () => {
    const cancelled = cancelledState();
    isClean([
      ...stockMatchesLedger(cancelled),
      ...reservationsMatchLedger(cancelled),
      ...settledOrdersHoldTheirStock(cancelled),
    ]);
  });
});

describe('the checks of the stock find', () => {
  it('stock that was reserved twice, does not match the ledger, or is negative', () => {
    finds(ledgerRowsAreUnique(state({ ledger: [reserved, reserved] })), /2 of mouse/);
    const stock = (initial: number, available: number) => state({ products: [{ id: 'mouse', initial, available }] });
    finds(stockMatchesLedger(stock(10, 9)), /8 expected, 9/, null);
    finds(stockMatchesLedger(stock(1, -1)), /-1 expected, -1/, null);
  });

  it('a reservation that does not match its ledger rows', () => {
    finds(reservationsMatchLedger(state({ ledger: [] })), /^reserved, and \[\]/);
    finds(reservationsMatchLedger(state({ reservations: new Map() })), /^none/);
    finds(reservationsMatchLedger(state({ reservations: new Map([[id, 'released']]) })), /^released/);
    finds(reservationsMatchLedger(state({ reservations: new Map([[id, 'rejected']]) })), /^rejected/);
  });

  it('a settled order that holds too much or too little stock', () => {
    finds(settledOrdersHoldTheirStock(state({ order: order({ status: 'rejected' }) })), /2 of mouse/);
    finds(settledOrdersHoldTheirStock(state({ order: order({ status: 'cancelled' }) })), /2 of mouse/);
    finds(settledOrdersHoldTheirStock(state({ ledger: [] })), /0 of mouse/);
  });
});
