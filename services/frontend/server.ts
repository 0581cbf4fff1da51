// services/frontend/server.ts: the shop and its public API

import { randomUUID } from 'node:crypto';
import { createBroker } from '#events/broker.ts';
import { followEvents } from '#events/follow.ts';
import { createPublisher } from '#events/publish.ts';
import { subscriptions } from '#events/subscriptions.ts';
import { createFaultSwitches } from '#events/switches/fault-switches.ts';
import { followFaults } from '#events/switches/follow-faults.ts';
import { injectTopicFaults } from '#events/topic-faults.ts';
import { faults } from '#platform/faults/this-process.ts';
import { createApp } from '#platform/http/app.ts';
import { authenticate } from '#platform/http/authenticate.ts';
import { listen } from '#platform/http/listen.ts';
import { onStop, stop } from '#platform/process/stop.ts';
import { logger } from '#telemetry/logger.ts';
import { incomingRequests } from '#telemetry/sampling.ts';
import { tellTrace } from './browser-telemetry/route.ts';
import { Catalogue } from './catalogue.ts';
import { config } from './config.ts';
import { limitRate } from './limit.ts';
import { LiveOrders } from './live-orders.ts';
import { countActiveUsers, measureStreams } from './metrics.ts';
import { deadLetters } from './operations/dead-letters.ts';
import { OperationsReader } from './operations/read.ts';
import { problemPages } from './pages/problem.ts';
import { identified } from './pages/visit.ts';
import { publishOrRefuse } from './publish.ts';
import { routes } from './routes.ts';
import { sessionCookie } from './session.ts';
import type { Shop } from './shop.ts';
import { upstream } from './upstream.ts';

incomingRequests.trusted = false;

const broker = createBroker({ brokers: config.KAFKA_BROKERS, clientId: 'frontend' });
const publisher = await createPublisher(broker);
onStop('publisher', publisher.close);
if (faults !== undefined) injectTopicFaults(faults, publisher);

const live = new LiveOrders();
const stopping = new AbortController();
const following = followEvents(
  broker,
  {
    group: `frontend-${randomUUID()}`,
    types: subscriptions.frontend,
    since: 60_000,
    onEvent: (event) => live.apply(event),
  },
  stopping.signal,
);
following.catch((error: unknown) => {
  if (stopping.signal.aborted) return;
  logger.error('orders cannot be followed', { error });
  void stop(1, 'orders cannot be followed');
});
onStop('live status', async () => {
  stopping.abort();
  await (await following.catch(() => undefined))?.close();
});

const streams = new Set<{ end(): void }>();
measureStreams(streams);
const service = (name: string, url: string, timeoutMs: number) => upstream({ name, url, timeoutMs });
/** How long a page waits for telemetry. */
const telemetryMs = 3_000;
const letters = deadLetters(broker, publisher);
const traced = config.BROWSER_TELEMETRY && config.OTEL_TRACES_EXPORTER !== 'none';
const shop: Shop = {
  users: service('user-service', config.USER_SERVICE_URL, config.USER_SERVICE_TIMEOUT_MS),
  orders: service('order-service', config.ORDER_SERVICE_URL, config.ORDER_SERVICE_TIMEOUT_MS),
  catalogue: new Catalogue(service('product-service', config.PRODUCT_SERVICE_URL, config.PRODUCT_SERVICE_TIMEOUT_MS)),
  live,
  publish: publishOrRefuse(publisher),
  authenticated: authenticate({ jwksUrl: config.JWKS_URL, cookie: sessionCookie }),
  limit: limitRate(config.RATE_LIMIT_PER_MINUTE),
  streams,
  heartbeatMs: config.SSE_HEARTBEAT_MS,
  jaeger: service('jaeger', config.JAEGER_QUERY_URL, telemetryMs),
  loki: service('loki', config.LOKI_URL, telemetryMs),
  collector: traced ? service('otel-collector', config.OTEL_EXPORTER_OTLP_ENDPOINT, telemetryMs) : undefined,
  jaegerUrl: config.JAEGER_URL,
  grafanaUrl: config.GRAFANA_URL,
  runbooksUrl: config.ALERT_RUNBOOKS_URL,
  operations: new OperationsReader({
    prometheus: service('prometheus', config.PROMETHEUS_URL, telemetryMs),
    alertmanager: service('alertmanager', config.ALERTMANAGER_URL, telemetryMs),
    deadLetters: letters,
  }),
  deadLetters: letters,
  faults: faults && createFaultSwitches(publisher, faults),
};
const app = createApp({
  dependencies: [
    { name: 'kafka', check: publisher.connected },
    { name: 'live status', check: async () => (await following).joined() },
  ],
  before: [countActiveUsers(), ...(traced ? [tellTrace] : [])],
  routes: routes(shop),
  renderProblem: problemPages(identified(shop)),
});
if (config.TRUST_PROXY !== undefined) app.set('trust proxy', config.TRUST_PROXY);
await listen(app, {
  host: config.HOST,
  port: config.PORT,
  endStreams: () => {
    for (const stream of streams) stream.end();
  },
});
await followFaults();
