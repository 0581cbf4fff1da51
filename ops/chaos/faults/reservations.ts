import { failReservations } from '../../demo/failing-reservations.ts';
import type { Journal } from '../journal.ts';
import type { Client } from '../load.ts';
import type { FaultKind } from './fault.ts';

const orders = 5;

/** The database refuses some orders, and them alone, until it is healed: their messages become dead letters. */
export const jam = (rootUrl: string, client: Client, journal: Journal): FaultKind => ({
  kind: 'jam',
  targets: ['stock'],
  lasts: [8, 15],
  touches: () => ['kafka', 'mariadb'],
  inject: async (_target, random) => {
    const jammed = await failReservations(rootUrl);
    for (let n = 0; n < orders; n++) {
      const items = [{ productId: 'webcam-hd', quantity: random.integer(1, 3) }];
      await client.place(items, async (orderId) => {
        journal.write({ kind: 'jamming', orderId });
        await jammed.failFor(orderId, 1_000_000);
      });
    }
    return async () => {
      await jammed[Symbol.asyncDispose]();
    };
  },
});
