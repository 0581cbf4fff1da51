// For tests: decodes the spans and log records of OTLP messages.
import protobuf from 'protobufjs';

// The fields of opentelemetry-proto that tests need.
const { root } = protobuf.parse(`
  syntax = "proto3";
  message Value { oneof value { string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4; } }
  message Attribute { string key = 1; Value value = 2; }
  message Resource { repeated Attribute attributes = 1; }
  message Link { bytes trace_id = 1; bytes span_id = 2; }
  message Span {
    bytes trace_id = 1; bytes span_id = 2; bytes parent_span_id = 4; string name = 5; int32 kind = 6;
    fixed64 start_time_unix_nano = 7; fixed64 end_time_unix_nano = 8; repeated Attribute attributes = 9;
    repeated Event events = 11; repeated Link links = 13; Status status = 15;
  }
  message Event { string name = 2; }
  message Status { string message = 2; int32 code = 3; }
  message LogRecord { string severity_text = 3; Value body = 5; repeated Attribute attributes = 6; bytes trace_id = 9; bytes span_id = 10; string event_name = 12; }
  message ScopeSpans { repeated Span spans = 2; }
  message ScopeLogs { repeated LogRecord log_records = 2; }
  message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
  message ResourceLogs { Resource resource = 1; repeated ScopeLogs scope_logs = 2; }
  message NumberDataPoint { double as_double = 4; sfixed64 as_int = 6; repeated Attribute attributes = 7; }
  message Points { repeated NumberDataPoint data_points = 1; }
  message Metric { string name = 1; Points gauge = 5; Points sum = 7; }
  message ScopeMetrics { repeated Metric metrics = 2; }
  message ResourceMetrics { Resource resource = 1; repeated ScopeMetrics scope_metrics = 2; }
  message Metrics { repeated ResourceMetrics resource_metrics = 1; }
  message Traces { repeated ResourceSpans resource_spans = 1; }
  message Logs { repeated ResourceLogs resource_logs = 1; }
`);

type Attributes = Record<string, string>;

export interface ReceivedSpan {
  traceId: string;
  spanId: string;
  parentSpanId: string;
  name: string;
  /** 1 internal, 2 server, 3 client, 4 producer, 5 consumer */
  kind: number;
  /** Nanoseconds since 1970. */
  start: bigint;
  end: bigint;
  attributes: Attributes;
  events: { name: string }[];
  links: { traceId: string; spanId: string }[];
  /** The code 2 is an error. */
  status: { message: string; code: number } | null;
  resource: Attributes;
}

export interface ReceivedLog {
  severity: string;
  body: string;
  /** The name of the event, or an empty text. */
  eventName: string;
  attributes: Attributes;
  traceId: string;
  spanId: string;
  resource: Attributes;
}

/** A value of a counter or gauge. */
export interface ReceivedPoint {
  name: string;
  value: number;
  attributes: Attributes;
}

interface WireAttribute {
  key: string;
  value: Record<string, unknown>;
}
interface FromResource {
  resource: { attributes: WireAttribute[] };
}
interface WirePoint {
  asDouble: number;
  asInt: string;
  attributes: WireAttribute[];
}
interface WireMetric {
  name: string;
  gauge: { dataPoints: WirePoint[] } | null;
  sum: { dataPoints: WirePoint[] } | null;
}
type WireSpan = Omit<ReceivedSpan, 'attributes' | 'resource' | 'start' | 'end'> & {
  attributes: WireAttribute[];
  startTimeUnixNano: string;
  endTimeUnixNano: string;
};
type WireLog = {
  severityText: string;
  body: Record<string, unknown>;
  eventName: string;
  attributes: WireAttribute[];
} & Pick<ReceivedLog, 'traceId' | 'spanId'>;

function decode<T>(type: string, body: Buffer): T {
  const message = root.lookupType(type);
  return message.toObject(message.decode(body), { arrays: true, defaults: true, bytes: String, longs: String }) as T;
}

/** Decodes the body of an OTLP export of traces. */
export function decodeSpans(body: Buffer): ReceivedSpan[] {
  const { resourceSpans } = decode<{ resourceSpans: (FromResource & { scopeSpans: { spans: WireSpan[] }[] })[] }>(
    'Traces',
    body,
  );
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map(({ startTimeUnixNano, endTimeUnixNano, ...span }) => ({
        ...span,
        start: BigInt(startTimeUnixNano),
        end: BigInt(endTimeUnixNano),
        traceId: toHex(span.traceId),
        spanId: toHex(span.spanId),
        parentSpanId: toHex(span.parentSpanId),
        attributes: toAttributes(span.attributes),
        links: span.links.map(({ traceId, spanId }) => ({ traceId: toHex(traceId), spanId: toHex(spanId) })),
        resource: toAttributes(resource.attributes),
      })),
    ),
  );
}

/** Decodes the body of an OTLP export of logs. */
export function decodeLogs(body: Buffer): ReceivedLog[] {
  const { resourceLogs } = decode<{ resourceLogs: (FromResource & { scopeLogs: { logRecords: WireLog[] }[] })[] }>(
    'Logs',
    body,
  );
  return resourceLogs.flatMap(({ resource, scopeLogs }) =>
    scopeLogs.flatMap(({ logRecords }) =>
      logRecords.map((log) => ({
        severity: log.severityText,
        body: toText(log.body),
        eventName: log.eventName,
        attributes: toAttributes(log.attributes),
        traceId: toHex(log.traceId),
        spanId: toHex(log.spanId),
        resource: toAttributes(resource.attributes),
      })),
    ),
  );
}

/** Decodes the counters and gauges in the body of an OTLP export of metrics. */
export function decodePoints(body: Buffer): ReceivedPoint[] {
  const { resourceMetrics } = decode<{ resourceMetrics: { scopeMetrics: { metrics: WireMetric[] }[] }[] }>(
    'Metrics',
    body,
  );
  return resourceMetrics
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics))
    .flatMap(({ name, gauge, sum }) =>
      [...(gauge?.dataPoints ?? []), ...(sum?.dataPoints ?? [])].map(({ asDouble, asInt, attributes }) => ({
        name,
        value: asDouble + Number(asInt),
        attributes: toAttributes(attributes),
      })),
    );
}

const toHex = (base64: string): string => Buffer.from(base64, 'base64').toString('hex');

const toText = (value: Record<string, unknown>): string => String(Object.values(value)[0] ?? '');

function toAttributes(attributes: WireAttribute[]): Attributes {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, toText(value)]));
}
