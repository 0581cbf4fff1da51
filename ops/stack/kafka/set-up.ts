// ops/stack/kafka/set-up.ts: creates Kafka's users, the topics and the ACLs, or updates them; repeating it changes nothing
import { z } from 'zod';
import { applyAccess } from '#events/access/apply.ts';
import { createBroker, whenAvailable } from '#events/broker.ts';
import { createTopics } from '#events/topics.ts';
import { brokers } from '#platform/process/config.ts';
import { readConfig } from '#telemetry/read-config.ts';
import { admin, passwordFile, readPassword, users } from './credentials.ts';
import { setPasswords } from './scram-users.ts';

const { KAFKA_BROKERS, KAFKA_CREDENTIALS: folder } = readConfig(
  z.object({ KAFKA_BROKERS: brokers, KAFKA_CREDENTIALS: z.string() }),
);
const withinMs = 120_000;
const deadline = AbortSignal.timeout(withinMs);

const passwords = new Map(users.map((user) => [user as string, readPassword(folder, user)]));
const [address = ''] = KAFKA_BROKERS;
await whenAvailable(
  () => setPasswords(address, { username: admin, password: readPassword(folder, admin) }, passwords),
  deadline,
);
const broker = createBroker({
  brokers: KAFKA_BROKERS,
  clientId: 'kafka-setup',
  security: { user: { name: admin, passwordFile: passwordFile(folder, admin) } },
});
await whenAvailable(() => createTopics(broker), deadline);
await whenAvailable(() => applyAccess(broker), deadline);
console.log(`Kafka has ${users.length} users, its topics and its ACLs`);
