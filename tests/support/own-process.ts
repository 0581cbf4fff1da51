import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { environment } from './environment.ts';
import { until } from './until.ts';

/** A process of Orderflow on a free port, beside the stack that the tests share. */
export class OwnProcess implements AsyncDisposable {
  readonly #process: ChildProcessByStdio<null, Readable, Readable>;
  readonly #name: string;
  #printed = '';
  #errors = '';

  /**
   * @param name the name of the process in telemetry
   * @param entry the script that it runs
   * @param env its variables, besides those of the tests
   */
  constructor(name: string, entry: string, env: Record<string, string>) {
    this.#name = name;
    this.#process = spawn(process.execPath, ['--import', './platform/process/preload.ts', entry], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        OTEL_SERVICE_NAME: name,
        OTEL_EXPORTER_OTLP_ENDPOINT: environment.collectorUrl,
        PORT: '0',
        ...env,
      },
    });
    // The log file is kept for reading after a failure.
    this.#process.stdout.pipe(
      createWriteStream(join(environment.logs, `${name}-${this.#process.pid}.log`), { mode: 0o600 }),
    );
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

  /** Waits until the process listens, and returns its address. */
  async listening(): Promise<string> {
    const { port } = await until(`${this.#name} listens`, () =>
      this.log.find(({ message }) => message === 'listening'),
    );
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
