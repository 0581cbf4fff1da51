import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { environment } from './environment.ts';
import { until } from './until.ts';

/** A separate frontend on a free port, connected to the stack that the tests share. */
export class Frontend implements AsyncDisposable {
  readonly #process: ChildProcessByStdio<null, Readable, Readable>;
  #printed = '';
  #errors = '';

  /** @param env the variables that differ from the frontend of the stack */
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
        KAFKA_USERNAME: 'frontend',
        KAFKA_PASSWORD_FILE: join(environment.kafkaCredentials, 'frontend.password'),
        KAFKA_OPERATOR_PASSWORD_FILE: join(environment.kafkaCredentials, 'operator.password'),
        JWKS_URL: `${environment.userServiceUrl}/.well-known/jwks.json`,
        USER_SERVICE_URL: environment.userServiceUrl,
        PRODUCT_SERVICE_URL: environment.productServiceUrl,
        ORDER_SERVICE_URL: environment.orderServiceUrl,
        ...env,
      },
    });
    // The log file is kept for reading after a failure.
    this.#process.stdout.pipe(createWriteStream(join(environment.logs, `frontend-${this.#process.pid}.log`)));
    this.#process.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#printed += text;
    });
    this.#process.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#errors += text;
    });
  }

  /** The log records so far. */
  get log(): { level: string; message: string; port?: number; group?: string }[] {
    return this.#printed
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  }

  /** Waits until the frontend listens, and returns its address. */
  async listening(): Promise<string> {
    const { port } = await until('the frontend listens', () => this.log.find(({ message }) => message === 'listening'));
    return `http://127.0.0.1:${port}`;
  }

  stop(): void {
    this.#process.kill('SIGTERM');
  }

  /** Waits until the process has exited. */
  async ended(): Promise<{ code: number | null; errors: string }> {
    const code = this.#process.exitCode ?? ((await once(this.#process, 'close')) as [number | null])[0];
    return { code, errors: this.#errors };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.exitCode !== null) return;
    this.stop();
    await this.ended();
  }
}
