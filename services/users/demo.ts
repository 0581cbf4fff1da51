import { randomBytes, randomUUID } from 'node:crypto';
import { logger } from '#telemetry/logger.ts';
import { changePassword } from './accounts.ts';
import { User } from './models.ts';
import { hashPassword, verifyPassword } from './password.ts';

/** The admin of the demo data. Everyone knows the password. */
const demo = { username: 'admin', password: 'admin123' };

/** Adds the demo user, unless it exists. Several instances may call this concurrently. */
export async function addDemoUser(): Promise<void> {
  const { username } = demo;
  if ((await User.count({ where: { username } })) > 0) return;
  const passwordHash = await hashPassword(demo.password);
  await User.bulkCreate([{ id: randomUUID(), username, passwordHash, role: 'admin', createdAt: new Date() }], {
    ignoreDuplicates: true,
  });
}

/** Gives the demo user a random password if it still has the known one, because an earlier start added the demo data. */
export async function lockDemoUser(): Promise<void> {
  const user = await User.findOne({ where: { username: demo.username } });
  if (!user || !(await verifyPassword(demo.password, user.passwordHash))) return;
  await changePassword(user, await hashPassword(randomBytes(32).toString('base64url')));
  logger.warn('locked the demo user, because DEMO_DATA is not true', { 'user.id': user.id });
}
