import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, Server as NetServer } from 'node:net';
import type { Express } from 'express';
import { logger } from '#telemetry/logger.ts';
import { createHttpServer } from '../process/http-server.ts';
import { onStop } from '../process/stop.ts';

export interface ListenOptions {
  host: string;
  port: number;
  /** Ends the responses that would never end by themselves (event streams). Called when the server stops listening. */
  endStreams?: () => void;
}

const closeTimeoutMs = 5_000;
/** The time that a client has to send another request on an open connection before the server closes it. */
const idleTimeoutMs = 200;

/** Serves the application until the process stops, then shuts down gracefully. */
export async function listen(app: Express, { host, port, endStreams }: ListenOptions): Promise<Server> {
  const server = createHttpServer(app).listen(port, host);
  await once(server, 'listening');
  logger.info('listening', { event: 'process.listening', host, port: (server.address() as AddressInfo).port });
  onStop('http server', () => closeGracefully(server, endStreams));
  return server;
}

/**
 * Refuses new connections and waits until requests in flight have a response, for at most 5 s. Requests that still arrive
 * on open connections get a response with `Connection: close`; idle connections are closed.
 */
function closeGracefully(server: Server, endStreams: (() => void) | undefined): Promise<void> {
  return new Promise((resolve) => {
    server.prependListener('request', (_request, response) => response.setHeader('Connection', 'close'));
    const idle = setInterval(() => server.closeIdleConnections(), idleTimeoutMs);
    const timeout = setTimeout(() => server.closeAllConnections(), closeTimeoutMs);
    // http.Server's own close() would immediately close idle connections, even if a request is already on its way.
    NetServer.prototype.close.call(server, () => {
      clearInterval(idle);
      clearTimeout(timeout);
      resolve();
    });
    endStreams?.();
  });
}
