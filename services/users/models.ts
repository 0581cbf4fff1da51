import type { JWK } from 'jose';
import { DataTypes, type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';

export class User extends Model<InferAttributes<User>, InferCreationAttributes<User>> {
  declare id: string;
  /** The username, in lower case. */
  declare username: string;
  declare passwordHash: string;
  declare role: 'customer' | 'admin';
  declare createdAt: Date;
}

/** A key pair that signs tokens. */
export class SigningKey extends Model<InferAttributes<SigningKey>, InferCreationAttributes<SigningKey>> {
  declare kid: string;
  declare privateJwk: JWK;
  declare publicJwk: JWK;
  declare createdAt: Date;
}

/** Connects the models to a database. */
export function initModels(sequelize: Sequelize): void {
  User.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      username: DataTypes.STRING(64),
      passwordHash: DataTypes.STRING,
      role: DataTypes.ENUM('customer', 'admin'),
      createdAt: DataTypes.DATE(3),
    },
    { sequelize, tableName: 'users', underscored: true, timestamps: false },
  );
  SigningKey.init(
    {
      kid: { type: DataTypes.STRING(64), primaryKey: true },
      privateJwk: DataTypes.JSON,
      publicJwk: DataTypes.JSON,
      createdAt: DataTypes.DATE(3),
    },
    { sequelize, tableName: 'signing_keys', underscored: true, timestamps: false },
  );
}
