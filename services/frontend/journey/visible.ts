import type { LogLine } from './logs.ts';
import type { Span } from './trace.ts';

/** A visitor of the journey of an order. Customers see less of it than admins. */
export interface Viewer {
  orderId: string;
  admin: boolean;
}

/** Returns the spans that a visitor may see: a customer sees none that names another order. */
export const visibleTo = ({ orderId, admin }: Viewer, spans: readonly Span[]): readonly Span[] =>
  admin ? spans : spans.filter(({ attributes }) => (attributes['order.id'] ?? orderId) === orderId);

/** A name and its value, as a page shows them. */
export type Fact = readonly [name: string, value: string];

/**
 * The attributes of spans that customers may see of their own orders. The others tell about the machines: addresses,
 * statements, client ids and texts of errors.
 */
const attributesForCustomers = new Set([
  ...['messaging.system', 'messaging.operation.name', 'messaging.destination.name', 'messaging.consumer.group.name'],
  ...[
    'messaging.destination.partition.id',
    'messaging.kafka.offset',
    'messaging.kafka.message.key',
    'messaging.message.id',
  ],
  ...[
    'cloudevents.event_id',
    'cloudevents.event_source',
    'cloudevents.event_type',
    'messaging.kafka.message.tombstone',
  ],
  ...['orderflow.attempt', 'orderflow.repeated', 'order.id', 'error', 'error.type', 'span.kind'],
  ...['http.request.method', 'http.route', 'http.response.status_code', 'url.template', 'url.path'],
  ...['db.system.name', 'db.namespace', 'code.function.name', 'code.file.path', 'code.line.number'],
]);

/** The fields of log records that customers may see of their own orders. */
const fieldsForCustomers = new Set([
  ...['event_name', 'order_id', 'order_status', 'order_total_cents', 'reason', 'type', 'error_type'],
  ...['topic', 'group', 'partition', 'offset', 'attempts', 'tries'],
]);

/** Fields that Loki adds, or that the page shows in another form. */
const addedByLoki =
  /^(service_name|severity_\w+|detected_level|observed_timestamp|flags|scope_\w+|span_id|trace_id|deployment_environment_name)$/;

/** Returns the attributes of a span that a visitor may see, sorted by name. */
export const attributesFor = ({ attributes }: Span, admin: boolean): Fact[] =>
  facts(attributes).filter(([name]) => admin || attributesForCustomers.has(name));

/** Returns the fields of a log record that a visitor may see, sorted by name. */
export const fieldsFor = ({ fields }: LogLine, admin: boolean): Fact[] =>
  facts(fields).filter(([name]) => (admin ? !addedByLoki.test(name) : fieldsForCustomers.has(name)));

/** Returns the text of the error of a span, for admins only: it may be that of a database. */
export const errorFor = ({ attributes }: Span, admin: boolean): string | undefined => {
  const text = attributes['otel.status_description'];
  return admin && typeof text === 'string' && text !== '' ? text : undefined;
};

const facts = (values: Readonly<Record<string, unknown>>): Fact[] =>
  Object.entries(values)
    .map(([name, value]): Fact => [name, typeof value === 'string' ? value : JSON.stringify(value ?? null)])
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
