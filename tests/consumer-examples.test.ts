import assert from 'node:assert/strict';
import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { createBroker } from '#events/broker.ts';
import { createPublisher } from '#events/publish.ts';
import { repository } from '../ops/stack/paths.ts';
import { spansOf } from './support/back-ends.ts';
import { type Customer, signUp } from './support/customer.ts';
import { dlq, letters, sendUnreadable } from './support/dlq.ts';
import { environment } from './support/environment.ts';
import { pythonWith } from './support/python.ts';
import { recordedMessages } from './support/recorded-messages.ts';
import { until } from './support/until.ts';

interface Line {
  event: string;
  orderId: string;
  reason?: string | null;
  traceId: string;
}

const run = promisify(execFile);
const python = join(repository, 'examples', 'python');
let folder: string;
let customer: Customer;
/** An order of which an event is repeated. */
let repeated: string;

/** Creates a user of Kafka as docs/consume-orders.md says, and returns the file with its password. */
async function addConsumer(user: string): Promise<string> {
  const env = { ...process.env, KAFKA_BROKERS: environment.kafkaBrokers.join(',') };
  const { stdout } = await run(process.execPath, ['ops/stack/kafka/add-consumer.ts', user], { env, cwd: repository });
  const file = join(folder, `${user}.password`);
  await writeFile(file, stdout, { mode: 0o600 });
  return file;
}

/** The order ids of messages that the workers cannot read either. */
const unreadable: string[] = [];

/** Publishes a message again, as a process does after a crash, and messages that an example must not stop at. */
async function publishStrange(orderId: string): Promise<void> {
  unreadable.push(await sendUnreadable(), await sendUnreadable('{}', { ce_type: 'order.forgotten.v1' }));
  const again = (await recordedMessages()).filter(
    ({ topic, key, headers }) => topic === 'orders' && key === orderId && headers['ce_type'] === 'order.confirmed.v1',
  );
  assert.ok(again.length > 0);
  const publisher = await createPublisher(createBroker({ brokers: environment.kafkaBrokers, clientId: 'test' }));
  await publisher.send(
    again.map(({ key, value, headers }) => ({
      topic: 'orders',
      context: ROOT_CONTEXT,
      message: { key, value, headers: { ...headers } },
    })),
  );
  await publisher.close();
}

/** An example that runs as a separate user of Kafka. */
class Example implements AsyncDisposable {
  readonly lines: Line[] = [];
  readonly errors: string[] = [];
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #ended: Promise<unknown[]>;

  constructor(command: readonly [string, ...string[]], user: string, passwordFile: string) {
    const [file, ...args] = command;
    const { PATH = '', HOME = '' } = process.env;
    this.#child = spawn(file, args, {
      cwd: repository,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH,
        HOME,
        KAFKA_BROKERS: environment.kafkaBrokers.join(','),
        KAFKA_USERNAME: user,
        KAFKA_PASSWORD_FILE: passwordFile,
        SCHEMAS_URL: `${environment.frontendUrl}/schemas`,
        OTEL_SERVICE_NAME: user,
        OTEL_EXPORTER_OTLP_ENDPOINT: environment.collectorUrl,
      },
    });
    this.#ended = once(this.#child, 'close');
    createInterface(this.#child.stdout).on('line', (line) => this.lines.push(JSON.parse(line)));
    createInterface(this.#child.stderr).on('line', (line) => this.errors.push(line));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGTERM');
    assert.deepEqual((await this.#ended)[0], 0, this.errors.join('\n'));
  }
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'examples-'));
  customer = await signUp();
  const { orderId } = await customer.place();
  assert.equal(await customer.settled(orderId), 'confirmed');
  await publishStrange(orderId);
  // This event follows the repeated one in its partition.
  await customer.request('POST', `/api/orders/${orderId}/cancellation`);
  repeated = orderId;
});
after(async () => {
  await rm(folder, { recursive: true });
  const dead = await until('the unreadable messages are dead letters of both groups', async () => {
    const ofMessages = (await letters()).filter(({ order }) => unreadable.includes(order));
    return ofMessages.length === 2 * unreadable.length ? ofMessages : undefined;
  });
  await dlq('discard', ...dead.map(({ id }) => id));
});

for (const [language, command] of Object.entries({
  typescript: async () => [process.execPath, 'examples/typescript/consume-orders.ts'] as const,
  python: async () => [await pythonWith(join(python, 'requirements.txt')), join(python, 'consume_orders.py')] as const,
})) {
  describe(`the consumer of another team in ${language}`, () => {
    it('reads each event once, skips what it does not know or is invalid, and continues the trace', async () => {
      const user = `example-${language}-${randomUUID().slice(0, 8)}`;
      const start = await command();
      await using example = new Example([...start], user, await addConsumer(user));
      const rejected = await customer.place([{ productId: 'montre-connectee', quantity: 100 }]);
      const confirmed = await customer.place();
      const eventsOf = (id: string) => example.lines.filter(({ orderId }) => orderId === id);
      await until(
        'the example has read the outcomes',
        () =>
          eventsOf(rejected.orderId).some(({ event }) => event === 'order.rejected') &&
          eventsOf(confirmed.orderId).some(({ event }) => event === 'order.confirmed'),
        300,
      );
      const { reason } = eventsOf(rejected.orderId).find(({ event }) => event === 'order.rejected') ?? {};
      assert.equal(reason, 'insufficient-stock');
      for (const { traceId } of eventsOf(confirmed.orderId)) assert.equal(traceId, confirmed.traceId);
      const ofRepeated = () => eventsOf(repeated).map(({ event }) => event);
      await until('the example has read the cancellation', () => ofRepeated().includes('order.cancelled'));
      assert.deepEqual(ofRepeated(), ['order.placed', 'order.confirmed', 'order.cancelled']);
      await until('the example has reported the invalid message', () =>
        example.errors.some((line) => line.includes('"invalid"') && line.includes('order.placed.v1')),
      );
      await until('its spans are in the trace of the order', async () =>
        (await spansOf(confirmed.traceId)).some(({ process, name }) => process === user && name === 'process orders'),
      );
    });
  });
}
