import { dictionary } from '@zxcvbn-ts/language-common';
import { minPasswordLength } from '#platform/http/credentials.ts';

/** The passwords of zxcvbn's list, taken from published leaks, that are long enough to be chosen here. */
const common = new Set(dictionary['passwords-common'].filter(({ length }) => length >= minPasswordLength));

/** Returns true if attackers try this password first (NIST SP 800-63B). Upper and lower case make no difference. */
export const isCommonPassword = (password: string): boolean => common.has(password.normalize('NFKC').toLowerCase());
