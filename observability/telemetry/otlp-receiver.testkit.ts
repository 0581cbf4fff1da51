// For tests: receives the telemetry of a process, as the collector would.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import {
  decodeLogs,
  decodePoints,
  decodeSpans,
  type ReceivedLog,
  type ReceivedPoint,
  type ReceivedSpan,
} from './otlp-messages.testkit.ts';

/** A server that receives OTLP over HTTP (protobuf) and keeps what it receives. */
export class OtlpReceiver {
  readonly spans: ReceivedSpan[] = [];
  readonly logs: ReceivedLog[] = [];
  /** The values of counters and gauges, once per export. */
  readonly points: ReceivedPoint[] = [];
  /** The undecoded bodies, in which tests search for secrets. */
  raw = '';
  /** The path whose requests are refused. */
  refusedPath = '';
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Starts a receiver, on a free port by default. */
  static async start(port = 0): Promise<OtlpReceiver> {
    const server = createServer();
    const receiver = new OtlpReceiver(server);
    server.on('request', (request, response) => {
      void buffer(request).then((body) => {
        receiver.#receive(request.url ?? '', body);
        const status = request.url === receiver.refusedPath ? 400 : 200;
        response.writeHead(status, { 'content-type': 'application/x-protobuf' }).end();
      });
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #receive(path: string, body: Buffer): void {
    this.raw += body.toString('latin1');
    if (path === '/v1/traces') this.spans.push(...decodeSpans(body));
    if (path === '/v1/metrics') this.points.push(...decodePoints(body));
    if (path === '/v1/logs') this.logs.push(...decodeLogs(body));
  }
}

/** Starts a receiver that is closed after the test. */
export async function startReceiver(t: TestContext): Promise<OtlpReceiver> {
  const receiver = await OtlpReceiver.start();
  t.after(() => receiver.close());
  return receiver;
}
