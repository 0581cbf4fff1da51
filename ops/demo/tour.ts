// ops/demo/tour.ts: npm run demo, places five orders and prints the outcome of each
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Customer } from '../clients/customer.ts';
import { databaseUrl } from '../stack/components/mariadb.ts';
import { stackPathsAt } from '../stack/paths.ts';
import { readSecrets } from '../stack/secrets.ts';
import { failReservations } from './failing-reservations.ts';
import { findLinks } from './links.ts';
import { placeCancelled, placeDeadLettered, placeOrdinary, placeRetried, placeTooLarge } from './orders.ts';

const { values } = parseArgs({ options: { 'port-offset': { type: 'string', default: '0' } } });
const offset = Number(values['port-offset']);
const paths = stackPathsAt(offset);
const { ports } = paths;
const shop = `http://127.0.0.1:${ports.frontend}`;

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
process.once('SIGTERM', () => interrupted.abort());
const signal = AbortSignal.any([interrupted.signal, AbortSignal.timeout(120_000)]);

try {
  await tour();
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  console.error(interrupted.signal.aborted ? '\nstopped' : `\n${reason}`);
  process.exitCode = 1;
}

async function tour(): Promise<void> {
  const ready = await fetch(`${shop}/health/ready`, { signal }).catch(() => undefined);
  if (!ready?.ok) throw new Error(`the shop at ${shop} is not ready: run npm start, then npm run status`);
  const account = { username: `demo-${randomBytes(4).toString('hex')}`, password: randomBytes(6).toString('hex') };
  const customer = await Customer.signUp({ url: shop, withinSeconds: 120, signal }, account);
  console.log(`To see the orders, log in at ${shop}/login as ${account.username}, password ${account.password}\n`);

  const links = await findLinks(ports, 3000 + offset);
  const demo = { customer, links, signal };
  await placeOrdinary(demo);
  await placeTooLarge(demo);
  await placeCancelled(demo);

  const database = rootUrl();
  if (database === undefined) {
    console.log('\nThe last two orders need a database that fails, which is only possible in the stack of npm start.');
    return;
  }
  await using reservations = await failReservations(database);
  await placeRetried(demo, reservations);
  const servers = { brokers: `127.0.0.1:${ports.kafka}`, collector: `http://127.0.0.1:${ports.otlpHttp}` };
  await placeDeadLettered(demo, reservations, { ...servers, signal });
}

/**
 * Returns the database of the local stack, or the one in DEMO_DATABASE_URL, with a user who may create triggers;
 * undefined when there is neither.
 */
function rootUrl(): string | undefined {
  const given = process.env['DEMO_DATABASE_URL'];
  if (given) return given;
  return existsSync(paths.secrets) ? databaseUrl(paths, readSecrets(paths.secrets), 'root') : undefined;
}
