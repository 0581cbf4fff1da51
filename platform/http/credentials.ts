import { z } from 'zod';

export const minPasswordLength = 8;

/** The username of a new account. Upper case makes no difference: a username is stored in lower case. */
export const username = z
  .string()
  .min(3)
  .max(64)
  .regex(/^[a-zA-Z0-9._-]*$/, 'Only letters a to z, digits, dots, dashes and underscores')
  .toLowerCase()
  .describe('Letters a to z, digits, dots, dashes and underscores. Upper case makes no difference');

/**
 * A password that a user may choose. user-service also refuses the most common ones. Passwords that were chosen under
 * older rules remain valid.
 */
export const newPassword = z
  .string()
  .min(minPasswordLength)
  .max(128)
  .describe('Any text except the most common passwords');

/** The username and password of a new account. */
export const newAccount = z.strictObject({ username, password: newPassword });

/** The username and password of a login. Its limits are those of any account, under whatever rules it was created. */
export const credentials = z.strictObject({
  username: z.string().max(64).toLowerCase(),
  password: z.string().max(128),
});

/** The current and the new password of a user. */
export const passwordChange = z.strictObject({ currentPassword: z.string().max(128), newPassword });
