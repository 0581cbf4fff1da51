import type { Request, Response } from 'express';
import { isSettled, type Order, progress } from '../orders/order.ts';

/**
 * Returns the rank of the status that the client saw last, by its `Last-Event-ID`; -1 if it has seen none. A status that
 * the order never had is ignored, because the client would wait for a later one forever.
 */
export function lastSeen(request: Request, { history }: Order): number {
  const seen = history.find(({ status }) => status === request.headers['last-event-id']);
  return seen === undefined ? -1 : progress[seen.status];
}

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
    const data = JSON.stringify({ status, at, ...(reason !== null && { reason }) });
    this.#response.write(`id: ${status}\nevent: status\ndata: ${data}\n\n`);
    if (isSettled(status)) this.#response.end();
  }
}
