import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);
const letters = z.array(z.object({ id: z.string(), order: z.string(), reason: z.string(), attempts: z.string() }));
export type Letter = z.infer<typeof letters>[number];

export interface DeadLetterBox {
  brokers: string;
  /** Where traces go (OTLP over HTTP). */
  collector: string;
  signal: AbortSignal;
}

/** Waits until the order has become a dead letter. */
export async function deadLetterOf(orderId: string, box: DeadLetterBox): Promise<Letter> {
  for (;;) {
    const found = letters.parse(JSON.parse(await dlq(box, 'list', '--json')));
    const letter = found.find(({ order }) => order === orderId);
    if (letter !== undefined) return letter;
    await delay(200, undefined, { signal: box.signal });
  }
}

export async function replay({ id }: Letter, box: DeadLetterBox): Promise<void> {
  await dlq(box, 'replay', id);
}

/** `npm run dlq`, as a person would use it. */
async function dlq({ brokers, collector, signal }: DeadLetterBox, ...args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, ['ops/dlq/dlq.ts', ...args], {
    env: { ...process.env, KAFKA_BROKERS: brokers, OTEL_EXPORTER_OTLP_ENDPOINT: collector },
    signal,
  });
  return stdout;
}
