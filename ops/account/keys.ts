import { SigningKey } from '../../services/users/models.ts';
import { addSigningKey, chooseCurrent, publishedBeforeUseMs } from '../../services/users/signing-keys.ts';
import { ExpectedError } from '../cli/command.ts';

/** Prints the signing keys, the newest first. */
export async function listKeys(): Promise<void> {
  const keys = await SigningKey.findAll({ order: [['createdAt', 'DESC'], 'kid'] });
  if (keys.length === 0) {
    console.log('No keys. user-service generates one when it starts.');
    return;
  }
  const { kid: current } = chooseCurrent(keys, Date.now());
  console.table(
    keys.map(({ kid, createdAt }) => ({ id: kid, created: createdAt.toISOString(), signs: kid === current })),
  );
}

/** Adds a signing key. The older keys keep the tokens valid that they signed. */
export async function rotateKey(): Promise<void> {
  const { kid } = await addSigningKey();
  console.log(`added the key ${kid}, which signs all tokens from ${publishedBeforeUseMs / 1_000} s later on`);
  console.log('Withdraw the older keys when their tokens have expired, or at once if one of them is no longer secret.');
}

/** Deletes a signing key. Users whose tokens it signed must log in again. */
export async function withdrawKey(kid: string): Promise<void> {
  if ((await SigningKey.destroy({ where: { kid } })) === 0) throw new ExpectedError(`no key has the id '${kid}'`);
  console.log(`withdrew the key ${kid}: within 10 s, every token that it signed is refused`);
}
