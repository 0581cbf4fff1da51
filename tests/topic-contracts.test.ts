import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import kafkajs from 'kafkajs';
import { principals } from '#events/access/principals.ts';
import { EventContract, nameOf, type RecordedMessage } from '#events/asyncapi/contract.testkit.ts';
import type { describeEvents } from '#events/asyncapi/document.ts';
import { goldenMessage } from '#events/asyncapi/golden-message.testkit.ts';
import { createBroker, withAdmin } from '#events/broker.ts';
import { type EventType, eventTypes } from '#events/catalog.ts';
import { decode, parseType } from '#events/envelope.ts';
import { createMessage } from '#events/outgoing-message.ts';
import { createPublisher } from '#events/publish.ts';
import { versionNames } from '#events/published-schemas.ts';
import { createTopics, topicSettings, topics } from '#events/topics.ts';
import { admin, send, signUp } from './support/customer.ts';
import { dlq, letters, sendUnreadable } from './support/dlq.ts';
import { environment } from './support/environment.ts';
import { isForeign, recordedMessages } from './support/recorded-messages.ts';
import { until } from './support/until.ts';

// This file runs late among the tests of the stack, whose topics hold what all tests before it caused.

type Description = ReturnType<typeof describeEvents>;

/** The events of orders whose stock is not decided within an hour. */
const hourLater: readonly EventType[] = ['order.overdue', 'order.expired'];

let description: Description;
let contract: EventContract;
let recorded: RecordedMessage[];

/** Causes a message of every kind, so that the check does not depend on other tests. */
async function causeEveryMessage(): Promise<void> {
  const customer = await signUp();
  const { orderId } = await customer.place();
  assert.equal(await customer.settled(orderId), 'confirmed');
  await customer.request('POST', `/api/orders/${orderId}/cancellation`);
  const refused = await customer.place([{ productId: 'montre-connectee', quantity: 100 }]);
  assert.equal(await customer.settled(refused.orderId), 'rejected');

  for (const topic of topics) {
    const unreadable = await sendUnreadable('not JSON', { ce_type: `${topic}.forgotten.v1` }, topic);
    const letter = await until('the message is a dead letter', async () =>
      (await letters()).find(({ order }) => order === unreadable),
    );
    await dlq('discard', letter.id);
  }

  const options = { body: { seconds: 60, process: 'user-service' }, headers: { ...(await admin()) } };
  assert.equal((await send('PUT', '/api/admin/faults/event-loop-blocked', options)).status, 200);
  assert.equal((await send('DELETE', '/api/admin/faults', { headers: options.headers })).status, 200);

  await until('the stock of the cancelled order is released', async () =>
    (await recordedMessages()).some(
      (message) => message.key === orderId && nameOf(message).startsWith('stock.released.'),
    ),
  );
}

/**
 * Publishes golden events: those in older versions, as processes do while older consumers run, and those that take an hour
 * to happen. Returns the messages, which have the contract of their topic.
 */
async function goldenMessages(names: readonly string[]): Promise<RecordedMessage[]> {
  const prefix = `contract-${randomUUID()}-`;
  const broker = createBroker({ brokers: environment.kafkaBrokers, clientId: 'test', prefix });
  await createTopics(broker);
  const publisher = await createPublisher(broker);
  try {
    for (const name of names) {
      const { key, value, headers } = await goldenMessage(name);
      const message = { key: Buffer.from(key ?? ''), value: Buffer.from(value ?? ''), headers: { ...headers } };
      const { version } = parseType(name) ?? assert.fail(name);
      const event = decode(message, new Date());
      await publisher.send([createMessage(event, ROOT_CONTEXT, { of: () => version })]);
    }
    const messages = await recordedMessages(broker);
    const found = messages.flatMap((message) => contract.problemsOf(message));
    assert.deepEqual(found, []);
    assert.deepEqual(messages.map(nameOf).toSorted(), names.toSorted());
    return messages;
  } finally {
    await publisher.close();
    await withAdmin(broker, (client) =>
      client.deleteTopics({ topics: topicSettings.map(({ topic }) => broker.fullName(topic)) }),
    );
  }
}

before(async () => {
  description = (await (await fetch(new URL('/asyncapi.json', environment.frontendUrl))).json()) as Description;
  contract = new EventContract(description);
  await causeEveryMessage();
  recorded = await recordedMessages();
});

describe('the messages in the topics', () => {
  it('are as asyncapi.json describes them, and come from processes that say so', () => {
    const problems = recorded
      .filter((message) => !isForeign(message))
      .flatMap((message) => contract.problemsOf(message).map((problem) => `${nameOf(message)}: ${problem}`));
    assert.deepEqual([...new Set(problems)], []);
  });

  it('name the schema of their data, and the order that they belong to', () => {
    const events = recorded.filter((message) => !isForeign(message) && message.headers['ce_type'] !== undefined);
    const inTopics = events.filter(({ topic }) => topics.some((name) => name === topic));
    assert.ok(inTopics.length > 0);
    for (const { key, headers } of inTopics) {
      assert.equal(headers['ce_correlationid'], key);
      assert.ok(headers['ce_dataschema']?.endsWith(`/${headers['ce_type']}.json`), JSON.stringify(headers));
    }
  });

  it('cover every message that asyncapi.json describes, in every version', async () => {
    const caused = new Set(recorded.map(nameOf));
    const others = eventTypes.flatMap(versionNames).filter((name) => !caused.has(name));
    const all = [...recorded, ...(await goldenMessages(others))];
    const seen = new Set(all.map((message) => `${message.topic} ${nameOf(message)}`));
    for (const type of eventTypes.filter((one) => !hourLater.includes(one))) {
      assert.ok(caused.has(versionNames(type).at(-1) ?? ''), `a process has sent ${type} in its newest version`);
    }
    const described = Object.keys(description.channels).flatMap((topic) =>
      contract.messagesIn(topic).map((name) => `${topic} ${name}`),
    );
    assert.deepEqual(
      described.filter((name) => !seen.has(name)),
      [],
    );
  });
});

describe('the consumer groups', () => {
  it('of each process subscribe only to the topics that it says it receives', async () => {
    const receiving = Object.values(description.operations).flatMap(
      ({ action, tags: [{ name }], channel, bindings }) =>
        action === 'receive' ? [{ process: name, topic: channel.$ref.replace('#/channels/', ''), bindings }] : [],
    );
    const broker = createBroker({ brokers: environment.kafkaBrokers, clientId: 'test' });
    const groups = await withAdmin(broker, async (client) => {
      const { groups: listed } = await client.listGroups();
      return (await client.describeGroups(listed.map(({ groupId }) => groupId))).groups;
    });
    const problems: string[] = [];
    const checked = new Set<string>();
    for (const { groupId, members } of groups) {
      for (const { clientId, memberMetadata } of members) {
        const process = principals.find((name) => name === clientId);
        if (process === undefined) continue;
        const { topics = [] } = kafkajs.AssignerProtocol.MemberMetadata.decode(memberMetadata) ?? {};
        for (const topic of topics) {
          const says = receiving.some(
            (one) => one.process === process && one.topic === topic && isIn(groupId, one.bindings),
          );
          if (!says) problems.push(`${process} does not say that it receives ${topic} in the group ${groupId}`);
          checked.add(`${process} ${topic}`);
        }
      }
    }
    assert.deepEqual(problems, []);
    for (const each of ['product-worker orders', 'order-worker orders', 'order-worker stock', 'frontend orders']) {
      assert.ok(checked.has(each), each);
    }
  });
});

/** Returns true if the bindings of an operation name this consumer group. */
function isIn(group: string, bindings: object | undefined): boolean {
  const { kafka } = (bindings ?? {}) as { kafka?: { groupId: { const?: string; pattern?: string } } };
  if (kafka === undefined) return false;
  return kafka.groupId.const === group || new RegExp(kafka.groupId.pattern ?? '^$').test(group);
}
