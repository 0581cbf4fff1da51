import { setTimeout as delay } from 'node:timers/promises';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import type { Direction } from '../../stack/components/network.ts';
import type { ProxyTarget } from '../../stack/components/toxiproxy.ts';
import type { System } from '../system.ts';
import type { FaultKind } from './fault.ts';

const maxTries = 10;

/**
 * Kills all workers of a group after they have committed a transaction: before their events reach Kafka, or before they learn
 * that Kafka has stored them. A lock in the database stops the workers until their connections to Kafka are cut in one
 * direction.
 */
export const crashes = (system: System): FaultKind[] => [
  crash(system, 'crash before publishing', 'upstream'),
  crash(system, 'crash before acknowledgment', 'downstream'),
];

const crash = (
  { stack, network, rootUrl, brokers, workers }: System,
  kind: string,
  direction: Direction,
): FaultKind => ({
  kind,
  targets: Object.keys(workers),
  lasts: [5, 12],
  touches: (group) => [
    ...['kafka', 'mariadb', 'connections to mariadb', ...(workers[group] ?? [])],
    ...brokers.map((broker) => `connections to ${broker}`),
  ],
  inject: async (group) => {
    const members = (workers[group] ?? []).map((name) => stack.supervisor(name));
    const links = brokers as readonly ProxyTarget[];
    const cut = () => Promise.all(links.map((link) => network.partition(link, [direction])));
    const heal = () => Promise.all(links.map((link) => network.heal(link)));
    const database = await createConnection(rootUrl);
    try {
      for (let tries = 1; !(await commitAfter(cut, group, database)); tries++) {
        if (tries === maxTries) throw new Error(`no worker of ${group} committed an event`);
        await heal();
      }
      // If requests still reach Kafka, these are the next ones of the workers.
      await delay(requestsWithinMs);
      await Promise.all(members.map((member) => member.kill()));
    } finally {
      database.destroy();
      await heal();
    }
    return async () => {
      await Promise.all(members.map((member) => member.start()));
    };
  },
});

const requestsWithinMs = 500;

/** Stops the workers of a group, calls `cut`, and lets them go on. Returns true if they then commit messages that cause events. */
async function commitAfter(cut: () => Promise<unknown>, group: string, database: Connection): Promise<boolean> {
  const emitting = `FROM ${group}.processed_messages WHERE JSON_LENGTH(emitted) > 0`;
  const waiting = `FROM information_schema.processlist WHERE db = '${group}' AND state LIKE 'Waiting for table%'`;
  await database.query(`LOCK TABLES ${group}.processed_messages WRITE`);
  const before = await count(database, emitting);
  await within(10, async () => (await count(database, waiting)) > 0);
  await cut();
  await database.query('UNLOCK TABLES');
  // Some messages cause no events.
  return within(2, async () => (await count(database, emitting)) > before);
}

async function count(database: Connection, from: string): Promise<number> {
  const [rows] = await database.query<RowDataPacket[]>(`SELECT COUNT(*) AS count ${from}`);
  return Number(rows[0]?.['count']);
}

/** Waits until a condition is met, at most so many seconds. Returns true if it is met. */
async function within(seconds: number, isMet: () => Promise<boolean>): Promise<boolean> {
  const end = Date.now() + seconds * 1_000;
  while (Date.now() < end) {
    if (await isMet()) return true;
    await delay(20);
  }
  return false;
}
