import { z } from 'zod';
import { jsonSchema } from '#platform/http/json-schema.ts';
import { deadLetterReasons, resolutions } from '../dead-letters/dead-letter.ts';
import { letterForm } from '../dead-letters/describe.ts';
import { truncatedHeader } from '../dead-letters/excerpt.ts';
import type { DeadLetterTopic } from '../topics.ts';
import { traceHeaders } from './headers.ts';
import type { Message } from './message.ts';

const text = (form: RegExp) => z.string().regex(form);

/** The headers that a dead letter adds to those of the message. */
const letterHeaders = (topic: DeadLetterTopic) =>
  z.object({
    dlq_reason: z.enum(deadLetterReasons).describe('Why the message could not be handled'),
    dlq_error: z.string().max(1_000).describe('The error of the last attempt'),
    dlq_topic: z.literal(topic.replace(/\.dlq$/, '')).describe('The topic of the message'),
    dlq_partition: text(letterForm.dlq_partition).describe('The partition of the message'),
    dlq_offset: text(letterForm.dlq_offset).describe('The offset of the message'),
    dlq_group: text(letterForm.dlq_group).describe('The consumer group that could not handle the message'),
    dlq_attempts: text(letterForm.dlq_attempts).describe('The number of attempts'),
    dlq_at: z.iso.datetime().describe('The time at which the group gave up'),
    [truncatedHeader]: text(/^\d+$/)
      .optional()
      .describe('The size of the message in bytes, if the dead letter holds only a part of it'),
    ...traceHeaders.shape,
  });

const resolutionHeaders = z.object({
  dlq_resolves: text(/^\d{1,16}$/).describe('The offset of the dead letter, in the same partition'),
  dlq_resolution: z.enum(resolutions).describe('What became of the dead letter'),
  ...traceHeaders.shape,
});

const bindings = { kafka: { key: { type: ['string', 'null'] }, bindingVersion: '0.5.0' } } as const;

/** Describes the messages of a dead-letter topic. */
export const deadLetterMessages = (topic: DeadLetterTopic): Readonly<Record<string, Message>> => ({
  'dead-letter': {
    name: 'dead-letter',
    title: 'Dead letter',
    summary: 'A message that could not be handled, with its key, value and headers. Any of them may be invalid',
    contentType: 'application/octet-stream',
    headers: jsonSchema(letterHeaders(topic)),
    payload: { type: ['string', 'null'] },
    bindings,
  },
  resolution: {
    name: 'resolution',
    title: 'Resolution',
    summary: 'Says that a dead letter was replayed or discarded. It has no value',
    contentType: 'application/octet-stream',
    headers: jsonSchema(resolutionHeaders),
    payload: { type: 'null' },
    bindings,
  },
});
