import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
} from 'jose';
import { LRUCache } from 'lru-cache';
import type { Sequelize } from 'sequelize';
import { withLock } from '#platform/database/lock.ts';
import { SigningKey } from './models.ts';

export interface SigningKeys {
  /** The private key that signs new tokens. */
  current: { kid: string; key: CryptoKey };
  /** All public keys. The older ones keep the tokens valid that were signed with them. */
  jwks: JSONWebKeySet;
}

/** Keys are read again after this time. Other processes read them every 2 s, so a withdrawn key is noticed within 10 s. */
const freshMs = 5_000;
/** A new key is published for this time before it signs tokens, so that every process knows it by then. */
export const publishedBeforeUseMs = 60_000;

/**
 * Creates a function that returns the keys, at most a few seconds old. It generates the first key pair if there is none.
 * While the database is unavailable, it returns the last known keys.
 */
export function createKeyLoader(database: Sequelize): () => Promise<SigningKeys> {
  const key = 'keys';
  const cache = new LRUCache<typeof key, SigningKeys>({
    max: 1,
    ttl: freshMs,
    // Requests do not wait for the database once the keys are known.
    allowStale: true,
    allowStaleOnFetchRejection: true,
    noDeleteOnFetchRejection: true,
    fetchMethod: () => readKeys(database),
  });
  return () => cache.forceFetch(key);
}

async function readKeys(database: Sequelize): Promise<SigningKeys> {
  let pairs = await findKeys();
  if (pairs.length === 0) {
    await withLock(database, 'signing-keys', async () => {
      if ((await SigningKey.count()) === 0) await addSigningKey();
    });
    pairs = await findKeys();
  }
  const { kid, privateJwk } = chooseCurrent(pairs, Date.now());
  const key = (await importJWK(privateJwk, 'EdDSA')) as CryptoKey;
  return { current: { kid, key }, jwks: { keys: pairs.map(({ publicJwk }) => publicJwk) } };
}

const findKeys = () => SigningKey.findAll({ order: [['createdAt', 'DESC'], 'kid'] });

/** Chooses the newest key that every process knows, or the oldest if all are too new. */
export function chooseCurrent<K extends Pick<SigningKey, 'createdAt'>>(newestFirst: readonly K[], now: number): K {
  const known = newestFirst.find(({ createdAt }) => createdAt.getTime() <= now - publishedBeforeUseMs);
  const chosen = known ?? newestFirst.at(-1);
  if (!chosen) throw new Error('the database contains no signing keys');
  return chosen;
}

/** Adds a key pair. */
export async function addSigningKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  const publicJwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(publicJwk);
  return SigningKey.create({
    kid,
    privateJwk: await exportJWK(privateKey),
    publicJwk: { ...publicJwk, kid, alg: 'EdDSA', use: 'sig' },
    createdAt: new Date(),
  });
}
