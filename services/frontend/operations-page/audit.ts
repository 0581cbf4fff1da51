import type { Backend } from '../backends/backend.ts';
import { type LogRecord, queryLoki } from '../backends/query-loki.ts';

/** The events that record what an admin did. */
const events = ['fault.requested', 'fault.withdrawn', 'dead_letter.replayed', 'dead_letter.discarded'] as const;
export type AuditedEvent = (typeof events)[number];

/** Something that an admin did. */
export interface AuditEntry {
  event: AuditedEvent;
  /** ISO 8601 */
  at: string;
  userId: string;
  /** The fault or the dead letter. */
  subject: string;
  details: string;
}

const query = `{service_name="frontend"} | event_name=~"${events.join('|')}" | user_id!=""`;

/** Loki searches this time range, and the page shows this many entries. */
const rangeMs = 7 * 24 * 60 * 60 * 1_000;
const maxEntries = 100;

/**
 * Returns what admins did in the last seven days, the newest first, as Loki has recorded it.
 * @throws {Problem} 503 if Loki is unavailable
 */
export async function readAudit(loki: Backend, now = Date.now()): Promise<AuditEntry[]> {
  const records = await queryLoki(loki, { query, limit: maxEntries, start: now - rangeMs, end: now });
  return records
    .map(entryOf)
    .filter((entry) => entry !== undefined)
    .toSorted((one, other) => other.at.localeCompare(one.at));
}

/** Loki keeps each parameter of a fault as a label. */
const parameterPrefix = 'parameters_';

const parametersIn = (fields: LogRecord['fields']): string =>
  Object.entries(fields)
    .filter(([name]) => name.startsWith(parameterPrefix))
    .map(([name, value]) => `${name.slice(parameterPrefix.length)}=${value}`)
    .join(' ');

function entryOf({ at, fields }: LogRecord): AuditEntry | undefined {
  const event = events.find((name) => name === fields['event_name']);
  if (event === undefined) return undefined;
  return {
    event,
    at: new Date(at).toISOString(),
    userId: fields['user_id'] ?? '',
    subject: fields['fault'] ?? fields['dead_letter_id'] ?? '',
    details: parametersIn(fields),
  };
}
