import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { environment } from './environment.ts';

/** A frontend of a test's own, on a free port, that works with the stack that the tests share. */
export class Frontend implements AsyncDisposable {
  readonly #process: ChildProcessByStdio<null, Readable, Readable>;
  #printed = '';
  #faults = '';

  /** @param env what differs from the frontend of the stack */
  constructor(env: Record<string, string> = {}) {
    const preloads = ['--import', './platform/process/preload.ts'];
    this.#process = spawn(process.execPath, [...preloads, 'services/frontend/server.ts'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        OTEL_SERVICE_NAME: 'frontend',
        OTEL_EXPORTER_OTLP_ENDPOINT: environment.collectorUrl,
        PORT: '0',
        KAFKA_BROKERS: environment.kafkaBrokers.join(','),
        JWKS_URL: `${environment.userServiceUrl}/.well-known/jwks.json`,
        USER_SERVICE_URL: environment.userServiceUrl,
        PRODUCT_SERVICE_URL: environment.productServiceUrl,
        ORDER_SERVICE_URL: environment.orderServiceUrl,
        ...env,
      },
    });
    // Stays, to be read after a failure.
    this.#process.stdout.pipe(createWriteStream(join(environment.logs, `frontend-${this.#process.pid}.log`)));
    this.#process.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#printed += text;
    });
    this.#process.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#faults += text;
    });
  }

  /** Its log so far. */
  get log(): { level: string; message: string; port?: number; group?: string }[] {
    return this.#printed
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  }

  /** Waits until it listens; returns its address. */
  async listening(): Promise<string> {
    for (;;) {
      const record = this.log.find(({ message }) => message === 'listening');
      if (record !== undefined) return `http://127.0.0.1:${record.port}`;
      await once(this.#process.stdout, 'data');
    }
  }

  stop(): void {
    this.#process.kill('SIGTERM');
  }

  /** Waits for its end. */
  async ended(): Promise<{ code: number | null; faults: string }> {
    const code = this.#process.exitCode ?? ((await once(this.#process, 'close')) as [number | null])[0];
    return { code, faults: this.#faults };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.exitCode !== null) return;
    this.stop();
    await this.ended();
  }
}
