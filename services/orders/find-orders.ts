import { Op } from 'sequelize';
import type { Cursor } from './cursor.ts';
import { HistoryEntry, Order } from './models.ts';

/** An order whose `order.placed` has arrived. Other orders have no customer yet and are not shown. */
export type PlacedOrder = Order & { userId: string; placedAt: Date };

export const placed = { placedAt: { [Op.ne]: null } };

/** Runs as a separate query. Ties on `at` are broken by the order of the statuses in a life cycle. */
export const include = { model: HistoryEntry, as: 'history', separate: true, order: ['at', 'status'] };

/** Returns a user's orders, newest first: at most `limit`, after the cursor if there is one. */
export async function findOrders(query: {
  userId: string;
  after: Cursor | undefined;
  limit: number;
}): Promise<PlacedOrder[]> {
  const { userId, after, limit } = query;
  const orders = await Order.findAll({
    where: { [Op.and]: [{ userId }, placed, after ? beyond(after) : {}] },
    order: [
      ['placedAt', 'DESC'],
      ['id', 'DESC'],
    ],
    limit,
    include,
  });
  return orders as PlacedOrder[];
}

/** Returns the order with this id, or null. Finds only the orders of `userId` unless that is undefined. */
export async function findOrder(wanted: { id: string; userId: string | undefined }): Promise<PlacedOrder | null> {
  const { id, userId } = wanted;
  const order = await Order.findOne({ where: { id, ...(userId !== undefined && { userId }), ...placed }, include });
  return order as PlacedOrder | null;
}

/** Returns those of the orders that exist, of any user. */
export async function findOrdersById(ids: readonly string[]): Promise<PlacedOrder[]> {
  return (await Order.findAll({ where: { id: [...ids], ...placed }, include })) as PlacedOrder[];
}

/** Returns the condition `(placed_at, id) < cursor` in a form that lets MariaDB use the index. */
function beyond({ placedAt, id }: Cursor) {
  return {
    placedAt: { [Op.lte]: placedAt },
    [Op.or]: [{ placedAt: { [Op.lt]: placedAt } }, { id: { [Op.lt]: id } }],
  };
}
