// For tests: what a process sends, as the collector would see it.
import { EventEmitter, once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import protobuf from 'protobufjs';

// The fields of opentelemetry-proto that tests look at.
const { root } = protobuf.parse(`
  syntax = "proto3";
  message Value { oneof value { string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4; } }
  message Attribute { string key = 1; Value value = 2; }
  message Resource { repeated Attribute attributes = 1; }
  message Link { bytes trace_id = 1; bytes span_id = 2; }
  message Span {
    bytes trace_id = 1; bytes span_id = 2; bytes parent_span_id = 4; string name = 5; int32 kind = 6;
    repeated Attribute attributes = 9; repeated Link links = 13;
  }
  message LogRecord { string severity_text = 3; Value body = 5; repeated Attribute attributes = 6; bytes trace_id = 9; bytes span_id = 10; }
  message ScopeSpans { repeated Span spans = 2; }
  message ScopeLogs { repeated LogRecord log_records = 2; }
  message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
  message ResourceLogs { Resource resource = 1; repeated ScopeLogs scope_logs = 2; }
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
  attributes: Attributes;
  links: { traceId: string; spanId: string }[];
  resource: Attributes;
}

export interface ReceivedLog {
  severity: string;
  body: string;
  attributes: Attributes;
  traceId: string;
  spanId: string;
  resource: Attributes;
}

interface WireAttribute {
  key: string;
  value: Record<string, unknown>;
}
interface FromResource {
  resource: { attributes: WireAttribute[] };
}
type WireSpan = Omit<ReceivedSpan, 'attributes' | 'resource'> & { attributes: WireAttribute[] };
type WireLog = { severityText: string; body: Record<string, unknown>; attributes: WireAttribute[] } & Pick<
  ReceivedLog,
  'traceId' | 'spanId'
>;

/** Listens for OTLP over HTTP (protobuf) and keeps what comes. */
export class OtlpReceiver {
  readonly spans: ReceivedSpan[] = [];
  readonly logs: ReceivedLog[] = [];
  /** All bodies as they came, to look for what must not be in them. */
  raw = '';
  readonly #received = new EventEmitter();
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Without a port, on any free one. */
  static async start(port = 0): Promise<OtlpReceiver> {
    const server = createServer();
    const receiver = new OtlpReceiver(server);
    server.on('request', (request, response) => {
      void buffer(request).then((body) => {
        receiver.#take(request.url ?? '', body);
        response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
      });
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Resolves as soon as `condition` holds. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await once(this.#received, 'received');
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #take(path: string, body: Buffer): void {
    this.raw += body.toString('latin1');
    if (path === '/v1/traces') this.spans.push(...readSpans(body));
    if (path === '/v1/logs') this.logs.push(...readLogs(body));
    this.#received.emit('received');
  }
}

function decode<T>(type: string, body: Buffer): T {
  const message = root.lookupType(type);
  return message.toObject(message.decode(body), { arrays: true, defaults: true, bytes: String, longs: String }) as T;
}

function readSpans(body: Buffer): ReceivedSpan[] {
  const { resourceSpans } = decode<{ resourceSpans: (FromResource & { scopeSpans: { spans: WireSpan[] }[] })[] }>(
    'Traces',
    body,
  );
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map((span) => ({
        ...span,
        traceId: hex(span.traceId),
        spanId: hex(span.spanId),
        parentSpanId: hex(span.parentSpanId),
        attributes: readAttributes(span.attributes),
        links: span.links.map(({ traceId, spanId }) => ({ traceId: hex(traceId), spanId: hex(spanId) })),
        resource: readAttributes(resource.attributes),
      })),
    ),
  );
}

function readLogs(body: Buffer): ReceivedLog[] {
  const { resourceLogs } = decode<{ resourceLogs: (FromResource & { scopeLogs: { logRecords: WireLog[] }[] })[] }>(
    'Logs',
    body,
  );
  return resourceLogs.flatMap(({ resource, scopeLogs }) =>
    scopeLogs.flatMap(({ logRecords }) =>
      logRecords.map((log) => ({
        severity: log.severityText,
        body: text(log.body),
        attributes: readAttributes(log.attributes),
        traceId: hex(log.traceId),
        spanId: hex(log.spanId),
        resource: readAttributes(resource.attributes),
      })),
    ),
  );
}

const hex = (base64: string): string => Buffer.from(base64, 'base64').toString('hex');

const text = (value: Record<string, unknown>): string => String(Object.values(value)[0] ?? '');

function readAttributes(attributes: WireAttribute[]): Attributes {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, text(value)]));
}
