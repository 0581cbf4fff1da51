import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { environment } from './environment.ts';

/** What the command says of a dead letter. */
export interface Letter {
  id: string;
  order: string;
  reason: string;
  group: string;
  attempts: string;
  error: string;
  traceId: string | null;
}

const run = promisify(execFile);

/** What the command prints, run as a person would. */
export async function dlq(...args: string[]): Promise<string> {
  const env = {
    ...process.env,
    KAFKA_BROKERS: environment.kafkaBrokers.join(','),
    OTEL_EXPORTER_OTLP_ENDPOINT: environment.collectorUrl,
  };
  const { stdout } = await run(process.execPath, ['events/dlq.ts', ...args], { env });
  return stdout;
}

/** All that are open. */
export const letters = async (): Promise<Letter[]> => JSON.parse(await dlq('list', '--json')) as Letter[];
