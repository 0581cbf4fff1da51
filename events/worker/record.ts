import type { SpanContext } from '@opentelemetry/api';
import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import { sqlTime } from '#platform/database/time.ts';
import type { Event } from '../catalog.ts';
import { retentionMs } from '../topics.ts';
import { parseTraceparent, traceparent } from '../traceparent.ts';
import { restoreEvent, storeEvent } from './stored-event.ts';

/**
 * The record of a handled message, written in the transaction that handled it. One record holds all outgoing events of
 * one incoming message, as in NServiceBus's outbox.
 */
export interface MessageRecord {
  /** The events that the message caused, so that they can be published again. */
  emitted: readonly Event[];
  /** The span that handled the message, so that the span of a repeated delivery can link to it. */
  attempt: SpanContext | undefined;
  /** The fingerprint of the event's data; undefined in records of versions that had none. */
  fingerprint: string | undefined;
}

/** The time for which a record is kept: a day longer than a topic keeps a message, so that no copy is handled twice. */
const keptMs = retentionMs + 24 * 60 * 60 * 1_000;
const purgeBatchSize = 10_000;

interface RecordRow {
  message_id: string;
  emitted: unknown;
  traceparent: string | null;
  fingerprint: string | null;
}

/** Returns the records of those messages that were handled before, by their keys (see record-key.ts). */
export async function findRecords(
  database: Sequelize,
  keys: readonly string[],
  transaction: Transaction,
): Promise<Map<string, MessageRecord>> {
  const rows = await database.query<RecordRow>(
    'SELECT message_id, emitted, traceparent, fingerprint FROM processed_messages WHERE message_id IN (:keys)',
    { replacements: { keys }, type: QueryTypes.SELECT, transaction },
  );
  return new Map(
    rows.map((row) => [
      row.message_id,
      {
        emitted: parse(row.emitted).map(restoreEvent),
        attempt: parseTraceparent(row.traceparent),
        fingerprint: row.fingerprint ?? undefined,
      },
    ]),
  );
}

/** Records messages as handled. Fails with a unique constraint error if another consumer has recorded one meanwhile. */
export async function insertRecords(
  database: Sequelize,
  records: ReadonlyMap<string, MessageRecord>,
  processedAt: Date,
  transaction: Transaction,
): Promise<void> {
  const rows = [...records].map(([key, { emitted, attempt, fingerprint }]) => [
    key,
    JSON.stringify(emitted.map(storeEvent)),
    traceparent(attempt),
    fingerprint ?? null,
    sqlTime(processedAt),
  ]);
  await database.query(
    'INSERT INTO processed_messages (message_id, emitted, traceparent, fingerprint, processed_at) VALUES :rows',
    { replacements: { rows }, type: QueryTypes.INSERT, transaction },
  );
}

/** Deletes the records that are older than every message in a topic. Returns their number. */
export async function purgeRecords(database: Sequelize, now: Date): Promise<number> {
  for (let purged = 0; ; ) {
    const deleted = await database.query('DELETE FROM processed_messages WHERE processed_at < :limit LIMIT :most', {
      replacements: { limit: sqlTime(new Date(now.getTime() - keptMs)), most: purgeBatchSize },
      type: QueryTypes.BULKDELETE,
    });
    purged += deleted;
    if (deleted < purgeBatchSize) return purged;
  }
}

/** Parses a JSON column. MariaDB's JSON is a text type, so the driver may return text. */
function parse(json: unknown): unknown[] {
  return (typeof json === 'string' ? JSON.parse(json) : json) as unknown[];
}
