import { z } from 'zod';
import { firstTraceHeader } from '../dead-letters/dead-letter.ts';
import { schemaPath } from '../published-schemas.ts';
import { attemptHeader } from '../trace.ts';

const traceparent = z
  .string()
  .regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/)
  .optional();

/** The trace context of a message (W3C Trace Context and Baggage). A process that exports no traces sends none. */
export const traceHeaders = z.object({
  traceparent: traceparent.describe('The span that sent the message, in the trace of the order'),
  tracestate: z.string().optional(),
  baggage: z.string().optional().describe('`order.id`, the id of the order'),
  [firstTraceHeader]: traceparent.describe(
    'The traceparent with which a message was sent first that became a dead letter',
  ),
  [attemptHeader]: traceparent.describe('The span of an earlier attempt to handle a message that was replayed'),
});

/** Returns the headers of an event: its CloudEvents attributes in binary mode, and its trace context. */
export const eventHeaders = (name: string, sources: readonly string[]) =>
  z.object({
    ce_specversion: z.literal('1.0'),
    ce_id: z.uuid().describe('The same each time that the event is published. Unique together with ce_source'),
    ce_type: z.literal(name).describe('The type of the event, with the version of its data'),
    ce_source: z.enum(sources).describe('The process that published the event'),
    ce_time: z.iso.datetime().describe('The time at which the event was first emitted'),
    ce_subject: z.uuid().describe('The id of the order'),
    'content-type': z.literal('application/json'),
    ce_dataschema: z
      .string()
      .regex(new RegExp(`^https?://.*${schemaPath(name).replaceAll('.', '\\.')}$`))
      .optional()
      .describe('The address of the schema of the data. Older messages have none'),
    ce_correlationid: z.uuid().optional().describe('The id of the order. Older messages have none'),
    ce_causationid: z
      .uuid()
      .optional()
      .describe('The id of the event that caused this one. Events that a request caused have none'),
    ...traceHeaders.shape,
  });
