import { randomUUID } from 'node:crypto';
import { User } from './models.ts';
import { hashPassword } from './password.ts';

/** Adds the user admin with the password admin123, unless it exists. Several instances may call this concurrently. */
export async function addDemoUser(): Promise<void> {
  const username = 'admin';
  if ((await User.count({ where: { username } })) > 0) return;
  const passwordHash = await hashPassword('admin123');
  await User.bulkCreate([{ id: randomUUID(), username, passwordHash, role: 'admin', createdAt: new Date() }], {
    ignoreDuplicates: true,
  });
}
