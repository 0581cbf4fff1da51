import assert from 'node:assert/strict';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { createServer } from 'node:net';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';

/** A process with a route that answers on SIGUSR2, one with a stream, and one that answers at once. */
const script = `
  import { once } from 'node:events';
  import { createApp, listen } from '#platform/http/app.ts';
  import { onStop } from '#platform/process/stop.ts';
  const streams = new Set();
  const app = createApp({
    dependencies: [],
    routes: [
      { method: 'get', path: '/', handle: (_request, response) => response.json({}) },
      { method: 'get', path: '/slow', handle: async (_request, response) => {
        console.log('asked');
        await once(process, 'SIGUSR2');
        response.json({});
      } },
      { method: 'get', path: '/stream', handle: (_request, response) => {
        streams.add(response);
        response.write('begin ');
      } },
    ],
  });
  onStop('what requests need', () => console.log('last'));
  const server = await listen(app, {
    host: '127.0.0.1',
    port: Number(process.env.PORT),
    endStreams: () => { for (const stream of streams) stream.end('end'); },
  });
  server.on('close', () => console.log('closed'));
  console.log('port ' + server.address().port);
`;

class ServerProcess {
  readonly #child: ChildProcessByStdio<null, Readable, null>;
  #printed = '';

  constructor(port: number) {
    this.#child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, PORT: `${port}` },
    });
    this.#child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      this.#printed += chunk;
    });
  }

  /** Waits until the process has printed this; returns what the pattern's group holds. */
  async printed(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = pattern.exec(this.#printed);
      if (found) return found[1] ?? '';
      await once(this.#child.stdout, 'data');
    }
  }

  async get(path: string): Promise<IncomingMessage> {
    const port = await this.printed(/^port (\d+)$/m);
    const asked = request({ host: '127.0.0.1', port, path, agent: false }).end();
    return ((await once(asked, 'response')) as [IncomingMessage])[0];
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  async ended(): Promise<{ code: number | null; printed: string }> {
    const [code] = (await once(this.#child, 'close')) as [number | null];
    return { code, printed: this.#printed };
  }
}

describe('a server that is stopped', () => {
  it('ends its streams, finishes what is in hand, accepts nothing more, and only then goes on', async () => {
    const trial = new ServerProcess(0);
    const stream = await trial.get('/stream');
    const slow = trial.get('/slow');
    await trial.printed(/^asked$/m);
    const ended = trial.ended();
    trial.signal('SIGTERM');
    assert.equal(await text(stream), 'begin end');
    await assert.rejects(trial.get('/'), { code: 'ECONNREFUSED' });
    trial.signal('SIGUSR2');
    assert.equal(await text(await slow), '{}');
    const { code, printed } = await ended;
    assert.equal(code, 0);
    assert.match(printed, /closed\nlast\n/);
  });
});

describe('a port that is taken', () => {
  it('ends the process, which says so', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    assert.ok(typeof address === 'object' && address !== null);
    const { code, printed } = await new ServerProcess(address.port).ended();
    other.close();
    assert.equal(code, 1);
    assert.match(printed, /EADDRINUSE/);
  });
});
