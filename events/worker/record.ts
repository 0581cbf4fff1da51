import type { SpanContext } from '@opentelemetry/api';
import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import { sqlTime } from '#platform/database/time.ts';
import type { Event } from '../catalog.ts';
import { restoreEvent } from '../event.ts';
import { retentionMs } from '../topics.ts';
import { parseTraceparent, traceparent } from '../traceparent.ts';

/**
 * What is recorded of a handled message, in the transaction that handles it: the events it emitted, so that they can be
 * published again, and the span that did the work, so that a repetition can link to it. One record for one incoming
 * message holds all outgoing ones, as in NServiceBus's outbox.
 */
export interface HandledMessage {
  emitted: readonly Event[];
  attempt: SpanContext | undefined;
}

/** A record outlives every copy of its message in a topic. */
const keptMs = retentionMs + 24 * 60 * 60 * 1_000;
const purgedAtOnce = 10_000;

/** Which of these messages were handled before, by message id. */
export async function findRecords(
  database: Sequelize,
  ids: readonly string[],
  transaction: Transaction,
): Promise<Map<string, HandledMessage>> {
  const rows = await database.query<{ message_id: string; emitted: unknown; traceparent: string | null }>(
    'SELECT message_id, emitted, traceparent FROM processed_messages WHERE message_id IN (:ids)',
    { replacements: { ids }, type: QueryTypes.SELECT, transaction },
  );
  return new Map(
    rows.map((row) => [
      row.message_id,
      { emitted: parse(row.emitted).map(restoreEvent), attempt: parseTraceparent(row.traceparent) },
    ]),
  );
}

/** Records messages as handled. Fails with a unique constraint error if another consumer did so meanwhile. */
export async function insertRecords(
  database: Sequelize,
  records: ReadonlyMap<string, HandledMessage>,
  processedAt: Date,
  transaction: Transaction,
): Promise<void> {
  const rows = [...records].map(([id, { emitted, attempt }]) => [
    id,
    JSON.stringify(emitted),
    traceparent(attempt),
    sqlTime(processedAt),
  ]);
  await database.query('INSERT INTO processed_messages (message_id, emitted, traceparent, processed_at) VALUES :rows', {
    replacements: { rows },
    type: QueryTypes.INSERT,
    transaction,
  });
}

/** Deletes records that no message in any topic can need any more; returns how many. */
export async function purgeRecords(database: Sequelize, now: Date): Promise<number> {
  for (let purged = 0; ; ) {
    const deleted = await database.query('DELETE FROM processed_messages WHERE processed_at < :limit LIMIT :most', {
      replacements: { limit: sqlTime(new Date(now.getTime() - keptMs)), most: purgedAtOnce },
      type: QueryTypes.BULKDELETE,
    });
    purged += deleted;
    if (deleted < purgedAtOnce) return purged;
  }
}

/** MariaDB's JSON is a text type: the driver may hand it over as text. */
function parse(json: unknown): unknown[] {
  return (typeof json === 'string' ? JSON.parse(json) : json) as unknown[];
}
