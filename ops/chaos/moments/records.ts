import { createConnection, type RowDataPacket } from 'mysql2/promise';

/** The record of a message that a worker has handled. */
export interface HandledRecord {
  /** The consumer group that handled the message. */
  group: string;
  /** The ids of the events that it caused. */
  emitted: readonly string[];
  /** The id of the message, without its source. */
  id: string;
  /** The time just before the commit, in milliseconds since 1970. */
  at: number;
}

/** Reads the records of both workers. */
export async function readRecords(rootUrl: string): Promise<HandledRecord[]> {
  const database = await createConnection({ uri: rootUrl, timezone: 'Z' });
  try {
    const groups = ['orders', 'products'].map(async (group) => {
      const [rows] = await database.query<(Row & RowDataPacket)[]>(
        `SELECT message_id, emitted, processed_at FROM ${group}.processed_messages`,
      );
      return rows.map((row) => toRecord(group, row));
    });
    return (await Promise.all(groups)).flat();
  } finally {
    await database.end();
  }
}

interface Row {
  message_id: string;
  emitted: string | { id: string }[];
  processed_at: Date;
}

function toRecord(group: string, { message_id, emitted, processed_at }: Row): HandledRecord {
  const events = typeof emitted === 'string' ? (JSON.parse(emitted) as { id: string }[]) : emitted;
  return { group, id: message_id, emitted: events.map(({ id }) => id), at: processed_at.getTime() };
}
