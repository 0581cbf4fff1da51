// ops/stack/kafka/add-consumer.ts <user>: creates a user of Kafka for the consumer of another team
import { randomBytes } from 'node:crypto';
import { InvalidArgumentError } from '@commander-js/extra-typings';
import { allowReading } from '#events/access/allow-reading.ts';
import { createBroker } from '#events/broker.ts';
import { subscriptions } from '#events/subscriptions.ts';
import { createCommand, runCommand } from '../../cli/command.ts';
import { admin, passwordFile, users } from './credentials.ts';
import { readTarget } from './target.ts';

await runCommand(
  createCommand('node ops/stack/kafka/add-consumer.ts', 'Creates a user of Kafka who may read the events of orders.', {
    examples: ['node ops/stack/kafka/add-consumer.ts shipping > shipping.password'],
    notes:
      'Prints the generated password, once. Repeating the command changes the password. The user may join only the ' +
      'consumer group of the same name. See docs/consume-orders.md.',
  })
    .argument('<user>', 'name of the user and of its consumer group', newUser)
    .action(async (user) => {
      const { brokers, folder, setPasswords } = readTarget();
      const password = randomBytes(18).toString('base64url');
      const security = { user: { name: admin, passwordFile: passwordFile(folder, admin) } };
      await setPasswords(new Map([[user, password]]));
      await allowReading(createBroker({ brokers, clientId: 'kafka-setup', security }), user);
      console.log(password);
    }),
);

/** Accepts the name of a user that is none of Orderflow's own users or consumer groups. */
function newUser(name: string): string {
  if (!/^[a-z][a-z0-9-]{2,40}$/.test(name)) {
    throw new InvalidArgumentError('must be 3 to 41 lower case letters, digits and dashes, beginning with a letter');
  }
  const taken: readonly string[] = [...users, 'broker', ...Object.keys(subscriptions)];
  if (taken.includes(name)) throw new InvalidArgumentError(`'${name}' is a user or a group of Orderflow`);
  return name;
}
