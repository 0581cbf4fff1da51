import { DataTypes, type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';

export class Product extends Model<InferAttributes<Product>, InferCreationAttributes<Product>> {
  declare id: string;
  declare nameFr: string;
  declare nameEn: string;
  declare descriptionFr: string;
  declare descriptionEn: string;
  declare priceCents: number;
  declare initialStock: number;
  declare available: number;
  declare position: number;
}

/** Binds the models to a database. */
export function initModels(sequelize: Sequelize): void {
  Product.init(
    {
      id: { type: DataTypes.STRING(64), primaryKey: true },
      nameFr: DataTypes.STRING,
      nameEn: DataTypes.STRING,
      descriptionFr: DataTypes.TEXT,
      descriptionEn: DataTypes.TEXT,
      priceCents: DataTypes.INTEGER.UNSIGNED,
      initialStock: DataTypes.INTEGER.UNSIGNED,
      available: DataTypes.INTEGER.UNSIGNED,
      position: DataTypes.INTEGER,
    },
    { sequelize, tableName: 'products', underscored: true, timestamps: false },
  );
}
