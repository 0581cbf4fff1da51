import type { Hop } from './hops.ts';
import type { LogLine } from './logs.ts';
import type { Payload, Payloads } from './payloads.ts';
import { attributesFor, errorFor, type Fact, fieldsFor, type Viewer } from './visible.ts';

/** Everything that a visitor may know about a hop. */
export interface Details {
  hop: Hop;
  error: string | undefined;
  attributes: readonly Fact[];
  logs: readonly { line: LogLine; fields: readonly Fact[] }[];
  /** The message that the hop sent or handled: `gone` if Kafka does not keep it any more; undefined without a message. */
  message: Payload | 'gone' | 'unavailable' | undefined;
}

/** Reads the details of a hop. Kafka is asked for its message. */
export async function readDetails(payloads: Payloads, hop: Hop, viewer: Viewer): Promise<Details> {
  const { admin } = viewer;
  return {
    hop,
    error: errorFor(hop.span, admin),
    attributes: attributesFor(hop.span, admin),
    logs: hop.logs.map((line) => ({ line, fields: fieldsFor(line, admin) })),
    message: await readMessage(payloads, hop, viewer),
  };
}

async function readMessage(
  payloads: Payloads,
  { position }: Hop,
  { orderId, admin }: Viewer,
): Promise<Details['message']> {
  if (position === undefined) return undefined;
  const payload = await payloads.read(position).catch((): 'unavailable' => 'unavailable');
  if (payload === undefined) return 'gone';
  if (admin || payload === 'unavailable') return payload;
  // A position comes from a trace. A customer sees a message only if the message itself belongs to the order.
  return payload.key === orderId ? { ...payload, headers: envelope(payload.headers) } : undefined;
}

/** Returns the headers of the event itself, without those of dead letters, which contain texts of errors. */
const envelope = (headers: Payload['headers']): Payload['headers'] =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('ce_')));
