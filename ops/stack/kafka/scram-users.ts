import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { alterUserScramCredentialsV0, Connection } from '@platformatic/kafka';

const scramSha512 = 2;
/** The minimum. Guessing the generated passwords, which have 144 random bits, is hopeless with any number. */
const iterations = 4_096;

/**
 * Creates users of Kafka, or changes their passwords. Uses another client than kafkajs, which cannot do this, and the
 * mechanism PLAIN: the brokers know the password of the admin from a file, so this works before any user exists.
 * @param address `host:port` of a broker
 * @param admin the name and password of the admin
 * @param users the passwords by name
 */
export async function setPasswords(
  address: string,
  admin: { username: string; password: string },
  users: ReadonlyMap<string, string>,
): Promise<void> {
  const { hostname, port } = new URL(`kafka://${address}`);
  const connection = new Connection('kafka-setup', { sasl: { mechanism: 'PLAIN', ...admin } });
  await connection.connect(hostname, Number(port));
  try {
    await alterUserScramCredentialsV0.api.async(connection, [], [...users].map(credentialOf));
  } finally {
    await connection.close();
  }
}

function credentialOf([name, password]: [string, string]) {
  const salt = randomBytes(32);
  const saltedPassword = pbkdf2Sync(password, salt, iterations, 64, 'sha512');
  return { name, mechanism: scramSha512, iterations, salt, saltedPassword };
}
