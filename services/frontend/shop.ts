import type { RequestHandler } from 'express';
import type { NewEvent } from '#events/catalog.ts';
import type { FaultSwitches } from '#events/switches/fault-switches.ts';
import type { Sessions } from '#platform/http/sessions.ts';
import type { Backend } from './backends/backend.ts';
import type { PageTraces } from './browser-telemetry/page-traces.ts';
import type { Payloads } from './journey/payloads.ts';
import type { DeadLetters } from './operations-page/dead-letters.ts';
import type { OperationsReader } from './operations-page/read.ts';
import type { ResolutionJobs } from './operations-page/resolution-job.ts';
import type { LiveOrders } from './orders/live-orders.ts';
import type { LookUpOrder } from './orders/look-up-order.ts';
import type { Products } from './products/products.ts';

/** The dependencies of the routes. */
export interface Shop {
  userService: Backend;
  orderService: Backend;
  products: Products;
  liveOrders: LiveOrders;
  /** Finds a stored order of a customer. Requests for many orders are sent together. */
  lookUpOrder: LookUpOrder;
  /** Publishes events; throws a 503 problem while Kafka is unavailable. */
  publish(events: readonly NewEvent[]): Promise<void>;
  /** Ends sessions, and reports those that end. */
  sessions: Pick<Sessions, 'end' | 'onEnd'>;
  /** Requires a valid token, as a bearer token or as the session cookie. */
  authenticate: RequestHandler;
  /** Limits the requests of each user or address. */
  rateLimit: RequestHandler;
  /** The open event streams, which end when the process stops. */
  openStreams: Set<{ end(): void }>;
  /** The number of event streams that each user may have open. */
  streamsPerUser: number;
  heartbeatMs: number;
  /** Queried for traces. */
  jaeger: Backend;
  /** Queried for logs. */
  loki: Backend;
  /** Receives the telemetry of browsers; undefined if browsers send none. */
  collector: Backend | undefined;
  /** Recognizes the traces of the shop's own pages. */
  pageTraces: PageTraces;
  /** The address of Jaeger for browsers; undefined if the stack has no pages of Jaeger. */
  jaegerUrl: string | undefined;
  /** The address of Grafana for browsers; undefined if pages must not link to it. */
  grafanaUrl: string | undefined;
  /** The address of the folder runbooks/ for browsers. */
  runbooksUrl: string;
  operationsReader: OperationsReader;
  deadLetters: DeadLetters;
  /** Reads the messages of orders from Kafka. */
  payloads: Payloads;
  /** Resolves dead letters in the background. */
  resolutionJobs: ResolutionJobs;
  /** Switches faults; undefined if faults are not enabled. */
  faultSwitches: FaultSwitches | undefined;
}
