import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
} from 'jose';
import type { Sequelize } from 'sequelize';
import { withLock } from '#platform/database/lock.ts';
import { SigningKey } from './models.ts';

export interface SigningKeys {
  /** The newest private key, which signs new tokens. */
  current: { kid: string; key: CryptoKey };
  /** All public keys. The older ones keep the tokens valid that were signed with them. */
  jwks: JSONWebKeySet;
}

/** Creates a function that reads the keys from the database once. It generates the first key pair if there is none. */
export function createKeyLoader(database: Sequelize): () => Promise<SigningKeys> {
  let keys: Promise<SigningKeys> | undefined;
  return () => {
    keys ??= readKeys(database).catch((error) => {
      keys = undefined;
      throw error;
    });
    return keys;
  };
}

async function readKeys(database: Sequelize): Promise<SigningKeys> {
  await withLock(database, 'signing-keys', async () => {
    if ((await SigningKey.count()) === 0) await SigningKey.create(await generateKey());
  });
  const pairs = await SigningKey.findAll({ order: [['createdAt', 'DESC'], 'kid'] });
  const [newest] = pairs;
  if (!newest) throw new Error('the database contains no signing keys');
  const key = (await importJWK(newest.privateJwk, 'EdDSA')) as CryptoKey;
  return { current: { kid: newest.kid, key }, jwks: { keys: pairs.map(({ publicJwk }) => publicJwk) } };
}

async function generateKey() {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  const publicJwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(publicJwk);
  return {
    kid,
    privateJwk: await exportJWK(privateKey),
    publicJwk: { ...publicJwk, kid, alg: 'EdDSA', use: 'sig' },
    createdAt: new Date(),
  };
}
