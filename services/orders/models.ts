import {
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type NonAttribute,
  type Sequelize,
} from 'sequelize';
import type { Status } from './order.ts';

/** An item of an order. Its name and price are known once its stock is reserved. */
export interface Item {
  productId: string;
  quantity: number;
  name?: { fr: string; en: string };
  unitPriceCents?: number;
}

/** A product of which too few were available: the number that was ordered, and the number that was left. */
export interface Shortage {
  productId: string;
  quantity: number;
  available: number;
}

/** An order as it is stored. Its events may arrive in any order: a field is null until its event has arrived. */
export class Order extends Model<InferAttributes<Order>, InferCreationAttributes<Order>> {
  declare id: string;
  declare userId: string | null;
  declare status: Status;
  declare items: Item[] | null;
  declare totalCents: number | null;
  /** The reason for the rejection. */
  declare reason: string | null;
  declare shortages: Shortage[] | null;
  declare traceId: string | null;
  declare placedAt: Date | null;
  declare updatedAt: Date;
  declare history: NonAttribute<HistoryEntry[]>;
}

/** A step in the life of an order: a status and the time when the order reached it. */
export class HistoryEntry extends Model<InferAttributes<HistoryEntry>, InferCreationAttributes<HistoryEntry>> {
  declare orderId: string;
  declare status: Status;
  declare at: Date;
}

/** Binds the models to a database. */
export function initModels(sequelize: Sequelize): void {
  const status = DataTypes.ENUM('pending', 'confirmed', 'rejected', 'cancelled');
  Order.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      userId: DataTypes.UUID,
      status,
      items: DataTypes.JSON,
      totalCents: DataTypes.INTEGER.UNSIGNED,
      reason: DataTypes.STRING,
      shortages: DataTypes.JSON,
      traceId: DataTypes.STRING(32),
      placedAt: DataTypes.DATE(3),
      updatedAt: DataTypes.DATE(3),
    },
    { sequelize, tableName: 'orders', underscored: true, timestamps: false },
  );
  HistoryEntry.init(
    {
      orderId: { type: DataTypes.UUID, primaryKey: true },
      status: { type: status, primaryKey: true },
      at: DataTypes.DATE(3),
    },
    { sequelize, tableName: 'order_history', underscored: true, timestamps: false },
  );
  Order.hasMany(HistoryEntry, { as: 'history', foreignKey: 'orderId' });
}
