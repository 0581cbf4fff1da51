import { Op } from 'sequelize';
import type { Cursor } from './cursor.ts';
import { HistoryEntry, Order } from './models.ts';

/** An order whose `order.placed` has come; the others are nobody's yet, and not shown. */
export type PlacedOrder = Order & { userId: string; placedAt: Date };

const placed = { placedAt: { [Op.ne]: null } };

/** In a query of its own. Two steps of the same millisecond are told apart by the order of a life. */
const include = { model: HistoryEntry, as: 'history', separate: true, order: ['at', 'status'] };

/** A user's orders, newest first: the `limit` that come after a cursor, or the first ones. */
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

/** One of a user's orders, or of anyone's where no user is named. */
export async function findOrder(wanted: { id: string; userId: string | undefined }): Promise<PlacedOrder | null> {
  const { id, userId } = wanted;
  const order = await Order.findOne({ where: { id, ...(userId !== undefined && { userId }), ...placed }, include });
  return order as PlacedOrder | null;
}

/** (placed_at, id) < cursor, written so that the index is used. */
function beyond({ placedAt, id }: Cursor) {
  return {
    placedAt: { [Op.lte]: placedAt },
    [Op.or]: [{ placedAt: { [Op.lt]: placedAt } }, { id: { [Op.lt]: id } }],
  };
}
