import { failReservations } from '../../demo/failing-reservations.ts';
import type { Journal } from '../journal.ts';
import type { Load } from '../load.ts';
import type { FaultKind } from './fault.ts';

const orders = 5;

/** Makes the database fail the reservations of five orders, so that their messages become dead letters. */
export const jam = (rootUrl: string, load: Load, journal: Journal): FaultKind => ({
  kind: 'jam',
  targets: ['stock'],
  lasts: [8, 15],
  touches: () => ['kafka', 'mariadb'],
  inject: async (_target, random) => {
    const reservations = await failReservations(rootUrl);
    for (let n = 0; n < orders; n++) {
      const items = [{ productId: 'webcam-hd', quantity: random.integer(1, 3) }];
      await load.placeOrder(items, async (orderId) => {
        journal.write({ kind: 'jammed-order', orderId });
        await reservations.failFor(orderId, 1_000_000);
      });
    }
    return async () => {
      await reservations[Symbol.asyncDispose]();
    };
  },
});
