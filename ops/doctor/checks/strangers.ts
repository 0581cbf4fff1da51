import { randomBytes } from 'node:crypto';
import { Kafka, logLevel, type SASLOptions } from 'kafkajs';
import { type Check, CheckFailed, NotApplicable } from '../check.ts';

/** Checks that Kafka serves nobody without a valid credential. */
export const strangers: Check = {
  name: 'strangers',
  expected: 'Kafka refuses clients without a credential or with a wrong password',
  look: () => 'ops/stack/kafka/server.properties, and ops/stack/kafka/set-up.ts',
  run: async ({ kafka }) => {
    if (kafka === undefined) throw new NotApplicable('needs the network of the containers');
    if (await listsTopics(kafka)) throw new CheckFailed('Kafka lists its topics to a client without a credential');
    const password = randomBytes(18).toString('base64url');
    for (const mechanism of ['scram-sha-512', 'plain'] as const) {
      for (const username of ['admin', 'broker', 'frontend', 'stranger']) {
        if (await listsTopics(kafka, { mechanism, username, password })) {
          throw new CheckFailed(`Kafka accepts a wrong password of ${username} (${mechanism})`);
        }
      }
    }
    return 'a client without a credential and wrong passwords are refused';
  },
};

/**
 * Returns true if Kafka lists topics to a client, and false if it refuses the client.
 * @throws {CheckFailed} if Kafka does not respond
 */
async function listsTopics(address: string, sasl?: SASLOptions): Promise<boolean> {
  const kafka = new Kafka({
    clientId: 'doctor',
    brokers: [address],
    ...(sasl !== undefined && { sasl }),
    retry: { retries: 0 },
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  try {
    // Before it authenticates, any client may ask for the versions of the protocol: this shows that Kafka responds.
    await admin.connect();
    await admin.listTopics();
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw new CheckFailed(`Kafka does not respond at ${address}: ${error instanceof Error ? error.message : error}`);
  } finally {
    await admin.disconnect();
  }
}

/** Kafka closes the connection of a client that sends a request without having authenticated. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Error && /authentication|closed connection/i.test(`${error.name} ${error.message}`);
