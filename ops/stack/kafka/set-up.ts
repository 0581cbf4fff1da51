// ops/stack/kafka/set-up.ts: creates Kafka's users, topics and ACLs, or updates them; repeating it does no harm
import { applyAccess } from '#events/access/apply.ts';
import { createBroker, whenAvailable } from '#events/broker.ts';
import { createTopics } from '#events/topics.ts';
import { createCommand, ExpectedError, runCommand } from '../../cli/command.ts';
import { admin, passwordFile, readPassword, users } from './credentials.ts';
import { readTarget } from './target.ts';

const withinMs = 120_000;

await runCommand(
  createCommand('node ops/stack/kafka/set-up.ts', "Creates Kafka's users, topics and ACLs, or updates them.", {
    examples: ['node ops/stack/kafka/set-up.ts'],
    notes: 'Set KAFKA_BROKERS and KAFKA_CREDENTIALS to use other brokers (default: those of npm start).',
  }).action(() =>
    setUp().catch((cause: unknown) => {
      const reason =
        cause instanceof Error && cause.name === 'AbortError' ? `not within ${withinMs / 1_000} s` : `${cause}`;
      throw new ExpectedError(`Kafka could not be set up: ${reason}`, { cause });
    }),
  ),
);

async function setUp(): Promise<void> {
  const { brokers, folder, setPasswords } = readTarget();
  const deadline = AbortSignal.timeout(withinMs);
  const passwords = new Map(users.map((user) => [user as string, readPassword(folder, user)]));
  await whenAvailable(() => setPasswords(passwords), deadline);
  const user = { name: admin, passwordFile: passwordFile(folder, admin) };
  const broker = createBroker({ brokers, clientId: 'kafka-setup', security: { user } });
  await whenAvailable(() => createTopics(broker), deadline);
  await whenAvailable(() => applyAccess(broker), deadline);
  console.log(`Kafka has ${users.length} users, its topics and its ACLs`);
}
