import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);
const list = z.array(z.object({ id: z.string(), order: z.string(), reason: z.string(), attempts: z.string() }));
/** A dead letter, as `npm run dlq` lists it. */
export type DeadLetter = z.infer<typeof list>[number];

/** The servers that `npm run dlq` uses. */
export interface DlqOptions {
  /** The variables that name the brokers and the credential. */
  kafka: Readonly<Record<string, string>>;
  /** The address that receives traces (OTLP over HTTP). */
  collector: string;
  signal: AbortSignal;
}

/** Waits until the order's message is dead-lettered, and returns the dead letter. */
export async function deadLetterOf(orderId: string, options: DlqOptions): Promise<DeadLetter> {
  for (;;) {
    const found = list.parse(JSON.parse(await dlq(options, 'list', '--json')));
    const letter = found.find(({ order }) => order === orderId);
    if (letter !== undefined) return letter;
    await delay(200, undefined, { signal: options.signal });
  }
}

/** Publishes a dead letter's message again. */
export async function replay({ id }: DeadLetter, options: DlqOptions): Promise<void> {
  await dlq(options, 'replay', id);
}

/** Runs `npm run dlq`, as a person would, and returns its output. */
async function dlq({ kafka, collector, signal }: DlqOptions, ...args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, ['ops/dlq/dlq.ts', ...args], {
    env: { ...process.env, ...kafka, OTEL_EXPORTER_OTLP_ENDPOINT: collector },
    signal,
  });
  return stdout;
}
