import { z } from 'zod';
import type { Backend } from '../backends/backend.ts';

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

const answer = z.object({
  data: z.object({
    result: z.array(
      z.object({
        stream: z.record(z.string(), z.string()),
        values: z.array(z.tuple([z.string(), z.string()]).rest(z.unknown())),
      }),
    ),
  }),
});

const query = `{service_name="frontend"} | event_name=~"${events.join('|')}" | user_id!=""`;

/** Loki searches this time range, and the page shows this many entries. */
const rangeMs = 7 * 24 * 60 * 60 * 1_000;
const maxEntries = 100;

/**
 * Returns what admins did in the last seven days, the newest first, as Loki has recorded it.
 * @throws {Problem} 503 if Loki is unavailable
 */
export async function readAudit(loki: Backend, now = Date.now()): Promise<AuditEntry[]> {
  const parameters = new URLSearchParams({
    query,
    limit: `${maxEntries}`,
    start: new Date(now - rangeMs).toISOString(),
    end: new Date(now).toISOString(),
  });
  const found = answer.parse(await loki.request(`/loki/api/v1/query_range?${parameters}`));
  return found.data.result
    .flatMap(({ stream, values }) => values.map(([nanoseconds]) => entryOf(stream, nanoseconds)))
    .filter((entry) => entry !== undefined)
    .toSorted((one, other) => other.at.localeCompare(one.at));
}

/** Loki keeps each parameter of a fault as a label. */
const parameterPrefix = 'parameters_';

const parametersIn = (stream: Readonly<Record<string, string>>): string =>
  Object.entries(stream)
    .filter(([name]) => name.startsWith(parameterPrefix))
    .map(([name, value]) => `${name.slice(parameterPrefix.length)}=${value}`)
    .join(' ');

function entryOf(stream: Readonly<Record<string, string>>, nanoseconds: string): AuditEntry | undefined {
  const event = events.find((name) => name === stream['event_name']);
  if (event === undefined) return undefined;
  return {
    event,
    at: new Date(Number(BigInt(nanoseconds) / 1_000_000n)).toISOString(),
    userId: stream['user_id'] ?? '',
    subject: stream['fault'] ?? stream['dead_letter_id'] ?? '',
    details: parametersIn(stream),
  };
}
