// For tests: a process that serves HTTP and can be stopped by signals.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { until } from '../../tests/support/until.ts';

/** Serves `/`, `/slow` (which responds after SIGUSR2) and `/stream` (which ends when the server stops). */
const script = `
  import { once } from 'node:events';
  import { createApp } from '#platform/http/app.ts';
  import { listen } from '#platform/http/listen.ts';
  import { onStop } from '#platform/process/stop.ts';
  const streams = new Set();
  const app = createApp({
    dependencies: [],
    routes: [
      { method: 'get', path: '/', handle: (_request, response) => response.json({}) },
      { method: 'get', path: '/slow', handle: async (_request, response) => {
        console.log('slow request received');
        await once(process, 'SIGUSR2');
        response.json({});
      } },
      { method: 'get', path: '/stream', handle: (_request, response) => {
        streams.add(response);
        response.write('begin ');
      } },
    ],
  });
  onStop('a dependency of the routes', () => console.log('dependency closed'));
  const server = await listen(app, {
    host: '127.0.0.1',
    port: Number(process.env.PORT),
    endStreams: () => { for (const stream of streams) stream.end('end'); },
  });
  server.on('close', () => console.log('server closed'));
  console.log('port ' + server.address().port);
`;

export class ServerProcess {
  readonly #child: ChildProcessByStdio<null, Readable, null>;
  readonly #ended: Promise<{ code: number | null; output: string }>;
  #output = '';

  constructor(port = 0) {
    this.#child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, PORT: `${port}` },
    });
    this.#child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      this.#output += chunk;
    });
    this.#ended = once(this.#child, 'close').then(([code]) => ({ code, output: this.#output }));
  }

  /** Waits until the output of the process matches; returns the first group of the pattern. */
  async outputs(pattern: RegExp): Promise<string> {
    const match = await until(`the output matches ${pattern}`, () => pattern.exec(this.#output) ?? undefined);
    return match[1] ?? '';
  }

  async get(path: string): Promise<IncomingMessage> {
    const sent = request({ host: '127.0.0.1', port: await this.#port(), path, agent: false }).end();
    return ((await once(sent, 'response')) as [IncomingMessage])[0];
  }

  /** Opens a connection on which a test writes requests by itself. */
  async connect(): Promise<Connection> {
    const socket = connect(Number(await this.#port()), '127.0.0.1');
    await once(socket, 'connect');
    return new Connection(socket);
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** Waits until the process has ended; returns its exit code and all its output. */
  ended(): Promise<{ code: number | null; output: string }> {
    return this.#ended;
  }

  #port(): Promise<string> {
    return this.outputs(/^port (\d+)$/m);
  }
}

class Connection {
  readonly closed: Promise<unknown>;
  readonly #socket: Socket;
  #received = '';

  constructor(socket: Socket) {
    this.#socket = socket.setEncoding('utf8').on('data', (chunk: string) => {
      this.#received += chunk;
    });
    this.closed = once(
      socket.on('error', () => undefined),
      'close',
    );
  }

  send(text: string): void {
    this.#socket.write(text);
  }

  /** Waits for a response with an empty JSON object as its body; returns the whole response. */
  async response(): Promise<string> {
    const response = await until('a response arrives', () => /^HTTP.*?\r\n\r\n\{\}/s.exec(this.#received)?.[0]);
    this.#received = this.#received.slice(response.length);
    return response;
  }
}
