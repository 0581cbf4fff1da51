import { type Attributes, type Link, type SpanContext, SpanKind, type SpanOptions, trace } from '@opentelemetry/api';
import type { Batch, KafkaMessage, TopicPartitionOffset } from 'kafkajs';
import { type Broker, withAdmin } from './broker.ts';
import { header } from './envelope.ts';
import { consumed } from './metrics.ts';
import { contextOf, type Poll, recordFailure, shorten } from './trace.ts';

const tracer = trace.getTracer('orderflow');

/** A span in a trace of its own, because polls and commits concern messages of many traces. */
const root: SpanOptions = { kind: SpanKind.CLIENT, root: true };

/**
 * Returns the attributes of all spans of a member of a consumer group. They contain the address of the broker only if the
 * cluster has one broker, because kafkajs does not report which of several sent a batch.
 */
export async function describeMember(broker: Broker, group: string): Promise<Attributes> {
  const { clusterId, brokers } = await withAdmin(broker, (admin) => admin.describeCluster());
  const [server, ...others] = brokers;
  return {
    'messaging.system': 'kafka',
    'messaging.client.id': broker.clientId,
    'messaging.consumer.group.name': group,
    'messaging.kafka.cluster.id': clusterId,
    ...(server === undefined || others.length > 0 ? {} : { 'server.address': server.host, 'server.port': server.port }),
  };
}

const describePartition = (topic: string, partition: number): Attributes => ({
  'messaging.destination.name': topic,
  'messaging.destination.partition.id': String(partition),
});

/** Returns the poll of messages that a group handles although its member did not receive them. */
export function withoutPoll(group: string, topic: string, partition: number): Poll {
  const attributes = { 'messaging.system': 'kafka', 'messaging.consumer.group.name': group };
  return { attributes: { ...attributes, ...describePartition(topic, partition) }, span: undefined };
}

interface RecordedPoll extends Poll {
  span: SpanContext;
}

/** Creates the `poll` span of a batch. It ends before the messages are processed, and links to the span that sent each. */
export function recordPoll(member: Attributes, topic: string, { partition, messages }: Batch): RecordedPoll {
  const attributes = { ...member, ...describePartition(topic, partition) };
  const span = tracer.startSpan(`poll ${topic}`, root);
  if (span.isRecording()) {
    span.setAttributes({
      ...attributes,
      'messaging.operation.name': 'poll',
      'messaging.operation.type': 'receive',
      'messaging.batch.message_count': messages.length,
    });
    span.addLinks(messages.map(linkTo).filter((link) => link !== undefined));
  }
  span.end();
  consumed.add(messages.length, {
    'messaging.system': 'kafka',
    'messaging.operation.name': 'poll',
    'messaging.consumer.group.name': String(member['messaging.consumer.group.name']),
    'messaging.destination.name': topic,
  });
  return { attributes, span: span.spanContext() };
}

function linkTo(message: KafkaMessage): Link | undefined {
  const context = trace.getSpanContext(contextOf(message));
  const id = shorten(header(message.headers, 'ce_id'));
  return context && { context, attributes: id === undefined ? {} : { 'messaging.message.id': id } };
}

/** Commits offsets in a `commit` span. */
export async function recordCommit(
  member: Attributes,
  offsets: readonly TopicPartitionOffset[],
  commit: () => Promise<void>,
): Promise<void> {
  const [topic, ...others] = new Set(offsets.map((offset) => offset.topic));
  const target = topic === undefined || others.length > 0 ? undefined : topic;
  const span = tracer.startSpan(target === undefined ? 'commit' : `commit ${target}`, root);
  if (span.isRecording()) {
    span.setAttributes({
      ...member,
      'messaging.operation.name': 'commit',
      'messaging.operation.type': 'settle',
      ...(target === undefined ? {} : { 'messaging.destination.name': target }),
    });
  }
  try {
    await commit();
  } catch (error) {
    recordFailure(span, error);
    throw error;
  } finally {
    span.end();
  }
}
