// ops/stack/kafka/lock-user.ts <user>: gives a user of Kafka a password that nobody knows, so that its connections are refused
import { randomBytes } from 'node:crypto';
import { principals } from '#events/access/principals.ts';
import { createCommand, runCommand } from '../../cli/command.ts';
import { oneOf } from '../../cli/values.ts';
import { readTarget } from './target.ts';

await runCommand(
  createCommand('node ops/stack/kafka/lock-user.ts', 'Gives a user of Kafka a password that nobody knows.', {
    examples: ['node ops/stack/kafka/lock-user.ts order-worker'],
    notes:
      'New connections of the user are refused; existing ones continue. node ops/stack/kafka/set-up.ts restores the password.',
  })
    .argument('<user>', 'name of the user', oneOf('user', principals))
    .action(async (user) => {
      const unknown = randomBytes(18).toString('base64url');
      await readTarget().setPasswords(new Map([[user as string, unknown]]));
      console.log(`${user} is locked: Kafka refuses its next connections`);
    }),
);
