// npm run demo: places five orders with different outcomes, and shows their histories
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createCommand, ExpectedError, runCommand } from '../cli/command.ts';
import { Customer } from '../clients/customer.ts';
import { databaseUrl } from '../stack/database-url.ts';
import { variablesOfTool } from '../stack/kafka/credentials.ts';
import { type StackPaths, stackPathsAt } from '../stack/paths.ts';
import { portOffsetOption } from '../stack/port-offset.ts';
import { readSecrets } from '../stack/secrets.ts';
import { failReservations } from './failing-reservations.ts';
import { findLinks } from './links.ts';
import { type Demo, placeCancelled, placeDeadLettered, placeOrdinary, placeRetried, placeTooLarge } from './orders.ts';

const limitSeconds = 120;

await runCommand(
  createCommand('npm run demo --', 'Places five orders with different outcomes, and shows their histories.', {
    examples: ['npm run demo', 'npm run demo -- --port-offset 20000'],
    notes: 'One order is confirmed, one rejected, one cancelled, one retried, and one dead-lettered and replayed.',
  })
    .addOption(portOffsetOption())
    .action(async ({ portOffset }) => {
      const interrupted = new AbortController();
      process.once('SIGINT', () => interrupted.abort());
      process.once('SIGTERM', () => interrupted.abort());
      const signal = AbortSignal.any([interrupted.signal, AbortSignal.timeout(limitSeconds * 1_000)]);
      try {
        await tour(portOffset, signal);
      } catch (cause) {
        const reason = interrupted.signal.aborted ? 'stopped' : cause instanceof Error ? cause.message : String(cause);
        throw new ExpectedError(`\n${reason}`, { cause });
      }
    }),
);

async function tour(portOffset: number, signal: AbortSignal): Promise<void> {
  const paths = stackPathsAt(portOffset);
  const shop = `http://127.0.0.1:${paths.ports.frontend}`;
  const ready = await fetch(`${shop}/health/ready`, { signal }).catch(() => undefined);
  if (!ready?.ok) {
    throw new ExpectedError(`the shop at ${shop} is not ready; start it with npm start, or see npm run status`);
  }
  const account = { username: `demo-${randomBytes(4).toString('hex')}`, password: randomBytes(6).toString('hex') };
  const customer = await Customer.signUp({ url: shop, withinSeconds: limitSeconds, signal }, account);
  console.log('Five orders, each with the address of its journey. How to sign in is at the end.\n');

  const demo = { customer, links: await findLinks(paths.ports, 3000 + portOffset), signal };
  await placeOrdinary(demo);
  await placeTooLarge(demo);
  await placeCancelled(demo);
  await placeFailing(demo, paths);
  console.log(
    [
      '',
      'Open first:',
      `   the journeys above: sign in at ${shop}/login as ${account.username} with ${account.password}`,
      `   the whole pipeline: ${shop}/operations, as an admin (admin with admin123, if the stack has the demo data)`,
    ].join('\n'),
  );
}

/** Places the orders whose reservations fail, if the database can be reached. */
async function placeFailing(demo: Demo, paths: StackPaths): Promise<void> {
  const database = rootUrl(paths);
  if (database === undefined) {
    console.log('\nThe last two orders need the database of npm start, which is not running here.');
    return;
  }
  await using reservations = await failReservations(database);
  await placeRetried(demo, reservations);
  const servers = {
    kafka: { KAFKA_BROKERS: `127.0.0.1:${paths.ports.kafka}`, ...variablesOfTool(paths, 'operator') },
    collector: `http://127.0.0.1:${paths.ports.otlpHttp}`,
  };
  await placeDeadLettered(demo, reservations, { ...servers, signal: demo.signal });
}

/** Returns the address of the database for a user who may create triggers; undefined if it is not known. */
function rootUrl(paths: StackPaths): string | undefined {
  const given = process.env['DEMO_DATABASE_URL'];
  if (given) return given;
  return existsSync(paths.secrets) ? databaseUrl(paths, readSecrets(paths.secrets), 'root') : undefined;
}
