import type { RequestHandler } from 'express';
import type { NewEvent } from '#events/catalog.ts';
import type { FaultSwitches } from '#events/switches/fault-switches.ts';
import type { Catalogue } from './catalogue.ts';
import type { LiveOrders } from './live-orders.ts';
import type { DeadLetters } from './operations-page/dead-letters.ts';
import type { OperationsReader } from './operations-page/read.ts';
import type { Upstream } from './upstream.ts';

/** What the routes of the shop work with. */
export interface Shop {
  users: Upstream;
  orders: Upstream;
  catalogue: Catalogue;
  live: LiveOrders;
  /** Publishes events; throws a 503 problem while the broker is away. */
  publish(events: readonly NewEvent[]): Promise<void>;
  /** Lets in who is logged in. */
  authenticated: RequestHandler;
  /** Limits the requests of a user or an address. */
  limit: RequestHandler;
  /** Event streams that are open. */
  streams: Set<{ end(): void }>;
  heartbeatMs: number;
  /** Where traces and logs are asked for. */
  jaeger: Upstream;
  loki: Upstream;
  /** Takes the telemetry of browsers; undefined where they send none. */
  collector: Upstream | undefined;
  /** Where people look at traces and logs. */
  jaegerUrl: string;
  grafanaUrl: string | undefined;
  /** Where people find the folder runbooks/. */
  runbooksUrl: string;
  operations: OperationsReader;
  deadLetters: DeadLetters;
  /** Where faults are switched; undefined where they are not enabled. */
  faults: FaultSwitches | undefined;
}
