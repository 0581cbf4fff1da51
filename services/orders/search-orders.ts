import { Op, type WhereOptions } from 'sequelize';
import { z } from 'zod';
import { include, type PlacedOrder, placed } from './find-orders.ts';
import { Order } from './models.ts';

/** The orders that an admin searches for, of any customer. At least one field is needed, because each has an index. */
export const orderSearch = z
  .strictObject({
    status: z.enum(['pending', 'confirmed', 'rejected', 'cancelled']).optional(),
    /** The beginning of an order id, at least as long as the number that pages show. */
    id: z
      .string()
      .toLowerCase()
      .regex(/^[\da-f-]{8,36}$/)
      .optional(),
    customer: z.uuid().toLowerCase().optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  })
  .refine(({ status, id, customer }) => status ?? id ?? customer, 'Give a status, an id or a customer');

/** Returns matching orders: the pending ones from the oldest on, because they may be stuck, others from the newest on. */
export async function searchOrders({
  status,
  id,
  customer,
  limit,
}: z.infer<typeof orderSearch>): Promise<PlacedOrder[]> {
  const where: WhereOptions = {
    ...placed,
    ...(status !== undefined && { status }),
    ...(id !== undefined && { id: { [Op.startsWith]: id } }),
    ...(customer !== undefined && { userId: customer }),
  };
  const order: [string, string][] = [['placedAt', status === 'pending' ? 'ASC' : 'DESC']];
  return (await Order.findAll({ where, order, limit, include })) as PlacedOrder[];
}
