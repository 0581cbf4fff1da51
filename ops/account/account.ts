// npm run account: creates admins, sets passwords, and rotates the keys that sign tokens
import { createCommand, runCommand } from '../cli/command.ts';
import { portOffsetOption } from '../stack/port-offset.ts';

// The command may run in the container of user-service, which has values of its own.
process.env['OTEL_SERVICE_NAME'] = 'account';
process.env['LOG_LEVEL'] = 'error';

const program = createCommand('npm run account --', 'Creates admins, sets passwords, and rotates signing keys.', {
  examples: [
    'npm run account -- create-admin alice',
    'npm run account -- reset-password alice',
    'npm run account -- change-password alice < new-password.txt',
    'npm run account -- rotate-key',
  ],
  notes: 'Set DATABASE_URL to use the database of another stack. Generated passwords are printed once and not stored.',
}).addOption(portOffsetOption());

program
  .command('create-admin')
  .description('create an admin with a generated password')
  .argument('<username>', 'name of the new account')
  .action(async (username) => (await loadAccounts()).createAdmin(username));

program
  .command('reset-password')
  .description('give an account a generated password, and end its sessions')
  .argument('<username>', 'name of the account')
  .action(async (username) => (await loadAccounts()).resetPassword(username));

program
  .command('change-password')
  .description('give an account the password on standard input, and end its sessions')
  .argument('<username>', 'name of the account')
  .action(async (username) => (await loadAccounts()).changePasswordTo(username));

program
  .command('list-keys')
  .description('list the keys that sign tokens')
  .action(async () => (await loadKeys()).listKeys());

program
  .command('rotate-key')
  .description('add a key, which signs all tokens from a minute later on')
  .action(async () => (await loadKeys()).rotateKey());

program
  .command('withdraw-key')
  .description('delete a key; within 10 s, every token that it signed is refused')
  .argument('<id>', 'id of the key, from list-keys')
  .action(async (id) => (await loadKeys()).withdrawKey(id));

await runCommand(program);

/** Starts telemetry, connects to the database, and then loads the commands. */
async function loadAccounts() {
  await connectFirst();
  return import('./accounts.ts');
}

async function loadKeys() {
  await connectFirst();
  return import('./keys.ts');
}

async function connectFirst(): Promise<void> {
  await import('#platform/process/preload.ts');
  const { connectToUsers } = await import('./connect.ts');
  await connectToUsers(program.opts().portOffset);
}
