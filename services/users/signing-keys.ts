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
  /** What tokens are signed with: the newest pair. */
  signing: { kid: string; key: CryptoKey };
  /** All public keys, so that tokens of older pairs stay valid. */
  jwks: JSONWebKeySet;
}

/** The key pairs in the database, read once; a first one is made when there is none. */
export function createKeyLoader(database: Sequelize): () => Promise<SigningKeys> {
  let keys: Promise<SigningKeys> | undefined;
  return () => {
    keys ??= read(database).catch((error) => {
      keys = undefined;
      throw error;
    });
    return keys;
  };
}

async function read(database: Sequelize): Promise<SigningKeys> {
  await withLock(database, 'signing-keys', async () => {
    if ((await SigningKey.count()) === 0) await SigningKey.create(await generate());
  });
  const pairs = await SigningKey.findAll({ order: [['createdAt', 'DESC'], 'kid'] });
  const [newest] = pairs;
  if (!newest) throw new Error('the signing keys are gone');
  const key = (await importJWK(newest.privateJwk, 'EdDSA')) as CryptoKey;
  return { signing: { kid: newest.kid, key }, jwks: { keys: pairs.map(({ publicJwk }) => publicJwk) } };
}

async function generate() {
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
