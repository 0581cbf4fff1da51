import { randomUUID } from 'node:crypto';
import { createLocalJWKSet } from 'jose';
import { LRUCache } from 'lru-cache';
import { Op } from 'sequelize';
import type { AuthenticateOptions } from '#platform/http/authenticate.ts';
import { invalidToken, verifyToken } from '#platform/http/token.ts';
import { measurePeriodically } from '#platform/process/measure-periodically.ts';
import { SessionRow, type User } from './models.ts';
import type { SigningKeys } from './signing-keys.ts';
import { issueToken } from './token.ts';

/** Expired rows that one statement deletes. */
const deletedAtOnce = 10_000;
const deleteEveryMs = 10 * 60_000;

/** Logs a user in. Returns the token of the new session. */
export async function startSession(
  user: User,
  key: SigningKeys['current'],
  ttlSeconds: number,
): Promise<{ token: string; expiresAt: Date }> {
  const id = randomUUID();
  const issued = await issueToken(user, id, key, ttlSeconds);
  await SessionRow.create({ id, userId: user.id, expiresAt: issued.expiresAt, endedAt: null });
  return issued;
}

/** Ends a session before its token expires. */
export async function endSession(id: string): Promise<void> {
  await SessionRow.update({ endedAt: new Date() }, { where: { id, endedAt: null } });
}

/** Ends all sessions of a user, except one. */
export async function endSessionsOf(userId: string, except?: string): Promise<void> {
  const others = except === undefined ? {} : { id: { [Op.ne]: except } };
  await SessionRow.update({ endedAt: new Date() }, { where: { userId, endedAt: null, ...others } });
}

/** Deletes the sessions whose tokens have expired, now and every 10 minutes. Returns a function that stops it. */
export function deleteExpiredSessionsRegularly(): () => Promise<void> {
  const measure = () => SessionRow.destroy({ where: { expiresAt: { [Op.lt]: new Date() } }, limit: deletedAtOnce });
  return measurePeriodically({ name: 'expired sessions', intervalMs: deleteEveryMs, measure }).stop;
}

/**
 * Creates a function that returns the ids of the sessions that have ended although their tokens have not expired. While
 * the database is unavailable, it returns the last known ones.
 */
export function createEndedSessionsReader(): () => Promise<readonly string[]> {
  const key = 'ended';
  const lists = new LRUCache<typeof key, readonly string[]>({
    max: 1,
    allowStaleOnFetchRejection: true,
    fetchMethod: async () => {
      const where = { endedAt: { [Op.not]: null }, expiresAt: { [Op.gt]: new Date() } };
      return (await SessionRow.findAll({ attributes: ['id'], where, raw: true })).map(({ id }) => id);
    },
  });
  return () => lists.forceFetch(key, { forceRefresh: true });
}

/** Creates a verifier of tokens for this service, which needs no other source than its database. */
export const createOwnSessions = (loadKeys: () => Promise<SigningKeys>): AuthenticateOptions['sessions'] => ({
  async verify(token) {
    const session = await verifyToken(token, createLocalJWKSet((await loadKeys()).jwks));
    const row = session.id === undefined ? null : await SessionRow.findByPk(session.id);
    if (row?.endedAt) throw invalidToken();
    return session;
  },
});
