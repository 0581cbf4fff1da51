import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { createBroker } from '#events/broker.ts';
import { deadLetterTopics, faultsTopic, partitions, topics } from '#events/topics.ts';
import { eventually, StillMissing } from '../../clients/eventually.ts';
import { endOf, TopicReader } from '../../clients/topic-reader.ts';
import { HostileProducer } from '../../hostile/hostile-producer.ts';
import type { HostileRecord } from '../../hostile/record.ts';
import { admin, securityOfTool, variablesOfTool } from '../../stack/kafka/credentials.ts';
import { createNeighbor, problemsOfAnOrder } from '../neighbor.ts';
import { endedSince, runningProcesses } from '../processes.ts';
import type { FuzzOptions } from '../stack.ts';
import { type Found, unaccounted } from './accounts.ts';
import { type FuzzedBatch, fuzzedBatch } from './batches.ts';
import { waitUntilIdle } from './idle.ts';

/** The number of batches between two ordinary orders. */
const batchesPerNeighbor = 50;
const readWithinSeconds = 120;

/** Sends records of any kind to every topic of a stack. Returns the problems. */
export async function fuzzKafka({ stack, count, seed, minutes, say, only }: FuzzOptions): Promise<string[]> {
  const before = runningProcesses(stack.state);
  const address = `127.0.0.1:${stack.ports.kafka}`;
  const security = securityOfTool(stack, admin);
  const broker = createBroker({ brokers: [address], clientId: 'fuzz', security });
  const neighbor = await createNeighbor(`http://127.0.0.1:${stack.ports.frontend}`);
  const found: Found[] = [];
  const read = [...topics, ...deadLetterTopics];
  await using reader = await TopicReader.start(broker, await endOf(broker, read), (topic, partition, messages) => {
    for (const message of messages) found.push({ topic, partition, message });
  });

  const to = read.flatMap((topic) => Array.from({ length: partitions }, (_, partition) => ({ topic, partition })));
  const wanted = fuzzedBatch([...to, { topic: faultsTopic, partition: 0 }]);
  const batches = firstRecords(fc.sample(wanted, { seed, numRuns: count }), count);
  const stopped = AbortSignal.timeout(minutes * 60_000);
  const problems: string[] = [];
  let [sent, refused] = [0, 0];
  {
    await using producer = new HostileProducer(broker.kafka);
    for (const [n, { topic, partition, batch }] of batches.entries()) {
      if (stopped.aborted) break;
      if (only !== undefined && n !== only) continue;
      const isAccepted = await producer
        .send(topic, partition, batch)
        .then(() => true)
        .catch(() => false);
      if (isAccepted) sent += batch.records.length;
      else refused += batch.records.length;
      if (n % batchesPerNeighbor === 0) problems.push(...(await problemsOfAnOrder(neighbor)));
    }
    // A reader cannot see the end of a transaction, but it sees this record after it.
    for (const { topic, partition } of to) await producer.send(topic, partition, { records: [closing] });
  }
  say(`${sent} records sent in ${batches.length} batches, ${refused} more were refused by the broker`);

  problems.push(...(await waitUntilIdle(broker, readWithinSeconds)));
  problems.push(...(await problemsOfRecords(reader, found)));
  return [
    ...problems,
    ...(await problemsOfAnOrder(neighbor)),
    ...(await problemsOfDeadLetterList(address, variablesOfTool(stack, admin))),
    ...endedSince(before, runningProcesses(stack.state)).map((name) => `${name} has ended`),
  ];
}

/**
 * Returns the records that are neither handled nor dead-lettered once. Waits for the end of open transactions, which hide the
 * dead letters behind them from readers.
 */
async function problemsOfRecords(reader: TopicReader, found: readonly Found[]): Promise<string[]> {
  let problems: string[] = [];
  await eventually(readWithinSeconds, async () => {
    await reader.caughtUp(AbortSignal.timeout(readWithinSeconds * 1_000));
    problems = problemsOf(found);
    return problems.length === 0 ? { found: problems } : { missing: `${problems.length} records` };
  }).catch((error: unknown) => {
    if (!(error instanceof StillMissing)) problems.push(`kafkajs cannot read the topics to their end: ${error}`);
  });
  return problems;
}

function problemsOf(found: readonly Found[]): string[] {
  const messages = found.filter(({ topic }) => topics.some((one) => one === topic));
  const letters = found.filter(
    ({ topic, message }) => topic.endsWith('.dlq') && message.headers?.['dlq_group'] !== undefined,
  );
  const reserved = new Set(messages.filter(({ topic }) => topic === 'stock').map(({ message }) => String(message.key)));
  return unaccounted(messages, letters, reserved);
}

/** A record that is not an event, so the groups dead-letter it. */
const closing: HostileRecord = { key: null, value: 'the end', headers: [] };

/** Returns the first batches that have this many records together. */
function firstRecords(batches: readonly FuzzedBatch[], count: number): FuzzedBatch[] {
  let records = 0;
  return batches.filter(({ batch }) => {
    const isWanted = records < count;
    records += batch.records.length;
    return isWanted;
  });
}

/** Lists the dead letters as a person would. */
async function problemsOfDeadLetterList(address: string, credential: Record<string, string>): Promise<string[]> {
  try {
    const env = { ...process.env, ...credential, KAFKA_BROKERS: address, OTEL_SDK_DISABLED: 'true' };
    await promisify(execFile)(process.execPath, ['ops/dlq/dlq.ts', 'list', '--json'], {
      env,
      timeout: 120_000,
      maxBuffer: 2 ** 30,
    });
    return [];
  } catch (error) {
    return [`npm run dlq -- list failed: ${error instanceof Error ? error.message.slice(0, 300) : error}`];
  }
}
