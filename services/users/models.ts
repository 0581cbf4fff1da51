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

/** A login of a user. The row is deleted after the token has expired. */
export class SessionRow extends Model<InferAttributes<SessionRow>, InferCreationAttributes<SessionRow>> {
  declare id: string;
  declare userId: string;
  declare expiresAt: Date;
  /** When the session ended before its token expired. */
  declare endedAt: Date | null;
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
  SessionRow.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      userId: DataTypes.UUID,
      expiresAt: DataTypes.DATE(3),
      endedAt: DataTypes.DATE(3),
    },
    { sequelize, tableName: 'sessions', underscored: true, timestamps: false },
  );
}
