import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import type { z } from 'zod';
import { username } from '#platform/http/credentials.ts';
import { Problem } from '#platform/http/problem.ts';
import { changePassword, createAccount, newPassword } from '../../services/users/accounts.ts';
import { User } from '../../services/users/models.ts';
import { hashPassword } from '../../services/users/password.ts';
import { ExpectedError } from '../cli/command.ts';

/** Creates an admin, and prints the generated password. */
export async function createAdmin(name: string): Promise<void> {
  const password = generatePassword();
  const account = {
    username: parse(username, name),
    passwordHash: await hashPassword(password),
    role: 'admin',
  } as const;
  await createAccount(account).catch((error: unknown) => {
    throw error instanceof Problem ? new ExpectedError(`the username '${account.username}' is taken`) : error;
  });
  console.log(`created the admin ${account.username}`);
  printOnce(password);
}

/** Replaces the password of an account by a generated one, and prints it. */
export async function resetPassword(name: string): Promise<void> {
  const password = generatePassword();
  await setPassword(name, password);
  printOnce(password);
}

/** Replaces the password of an account by the first line of standard input. */
export async function changePasswordTo(name: string): Promise<void> {
  if (process.stdin.isTTY) console.log('Type the new password, which is shown, then Enter and Ctrl-D.');
  const [line = ''] = (await text(process.stdin)).split(/\r?\n/);
  await setPassword(name, parse(newPassword, line));
}

async function setPassword(name: string, password: string): Promise<void> {
  const user = await User.findOne({ where: { username: name.toLowerCase() } });
  if (!user) throw new ExpectedError(`no account has the username '${name}'`);
  await changePassword(user, await hashPassword(password));
  console.log(`changed the password of ${user.username}, and ended its sessions`);
}

const generatePassword = (): string => randomBytes(15).toString('base64url');

const printOnce = (password: string): void => console.log(`password: ${password} (it is not shown again)`);

/** Parses a value with the schema that the API uses. */
function parse(schema: z.ZodType<string>, value: string): string {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new ExpectedError(result.error.issues.map(({ message }) => message).join('; '));
}
