import type { Request, Response } from 'express';
import { z } from 'zod';
import { jsonSchema } from '#platform/http/json-schema.ts';
import { isSettled, type Order, progress, statuses } from '../orders/order.ts';

/**
 * Returns the rank of the status that the client saw last, by its `Last-Event-ID`; -1 if it has seen none. A status that
 * the order never had is ignored, because the client would wait for a later one forever.
 */
export function lastSeen(request: Request, { history }: Order): number {
  const seen = history.find(({ status }) => status === request.headers['last-event-id']);
  return seen === undefined ? -1 : progress[seen.status];
}

/** The data of an event: a change of the order's status. */
const change = z.strictObject({
  status: z.enum(statuses),
  at: z.iso.datetime().optional().describe('The time of the change'),
  reason: z.string().optional().describe('Why the order was rejected'),
});

/** An event of the stream (HTML Standard, section 9.2). */
export const statusEvent = z.strictObject({
  id: z.enum(statuses).describe('Send it as Last-Event-ID to continue the stream after this event'),
  event: z.literal('status'),
  data: z.string().meta({ contentMediaType: 'application/json', contentSchema: jsonSchema(change) }),
});

/** The server-sent events of one client that follows an order. */
export class EventStream {
  readonly #response: Response;
  #sent: number;

  /** @param seen the rank of the status that the client saw last */
  constructor(response: Response, seen: number, heartbeatMs: number) {
    this.#response = response;
    this.#sent = seen;
    response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      // A proxy that compresses or buffers the stream would delay its events.
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    });
    response.write('retry: 1000\n\n');
    const heartbeat = setInterval(() => response.write(': heartbeat\n\n'), heartbeatMs);
    response.once('close', () => clearInterval(heartbeat));
  }

  /** Sends the status of the order if the client has not seen it. Ends the stream if the order is settled. */
  send({ status, reason, history }: Order): void {
    if (progress[status] <= this.#sent) return;
    this.#sent = progress[status];
    const at = history.findLast((step) => step.status === status)?.at;
    this.#write({ status, at, ...(reason !== null && { reason }) });
    if (isSettled(status)) this.#response.end();
  }

  #write(data: z.infer<typeof change>): void {
    const event: z.infer<typeof statusEvent> = { id: data.status, event: 'status', data: JSON.stringify(data) };
    const lines = Object.entries(event).map(([field, value]) => `${field}: ${value}\n`);
    this.#response.write(`${lines.join('')}\n`);
  }
}
