import { readGroupProgress } from '#events/group-progress.ts';
import type { Publisher } from '#events/publish.ts';
import { createFaultSwitches } from '#events/switches/fault-switches.ts';
import { faults } from '#platform/faults/this-process.ts';
import { authenticate } from '#platform/http/authenticate.ts';
import { Sessions } from '#platform/http/sessions.ts';
import { createRateLimit } from './accounts/rate-limit.ts';
import { sessionCookie } from './accounts/session.ts';
import { type Backend, createBackend } from './backends/backend.ts';
import type { PageTraces } from './browser-telemetry/page-traces.ts';
import { browserTelemetryEnabled, config } from './config.ts';
import { createPayloads } from './journey/payloads.ts';
import { deadLetters } from './operations-page/dead-letters.ts';
import type { Operator } from './operations-page/operator.ts';
import { OperationsReader } from './operations-page/read.ts';
import { ResolutionJobs } from './operations-page/resolution-job.ts';
import type { LiveOrders } from './orders/live-orders.ts';
import { createOrderLookup } from './orders/look-up-order.ts';
import { createOrderPublisher } from './orders/order-publisher.ts';
import { Products } from './products/products.ts';
import type { Shop } from './shop.ts';

const backend = (name: string, url: string, timeoutMs: number): Backend => createBackend({ name, url, timeoutMs });

const userService = (): Backend =>
  createBackend({
    name: 'user-service',
    url: config.USER_SERVICE_URL,
    timeoutMs: config.USER_SERVICE_TIMEOUT_MS,
    secret: config.FRONTEND_SECRET,
  });

/** Creates a client of a telemetry back end. A page waits at most 3 s for telemetry. */
const telemetryBackend = (name: string, url: string): Backend => backend(name, url, 3_000);

/** Creates the dependencies of the routes from the configuration. */
export function createShop(
  publisher: Publisher,
  operator: Operator,
  liveOrders: LiveOrders,
  pageTraces: PageTraces,
): Shop {
  const sessions = new Sessions(config.JWKS_URL);
  const letters = deadLetters(operator);
  const productService = backend('product-service', config.PRODUCT_SERVICE_URL, config.PRODUCT_SERVICE_TIMEOUT_MS);
  return {
    userService: userService(),
    orderService: backend('order-service', config.ORDER_SERVICE_URL, config.ORDER_SERVICE_TIMEOUT_MS),
    products: new Products(productService),
    liveOrders,
    lookUpOrder: createOrderLookup(backend('order-lookup', config.ORDER_SERVICE_URL, config.ORDER_LOOKUP_TIMEOUT_MS)),
    publish: createOrderPublisher(publisher),
    sessions,
    authenticate: authenticate({ sessions, cookie: sessionCookie }),
    rateLimit: createRateLimit(config.RATE_LIMIT_PER_MINUTE),
    openStreams: new Set(),
    streamsPerUser: config.STREAMS_PER_USER_MAX,
    heartbeatMs: config.SSE_HEARTBEAT_MS,
    jaeger: telemetryBackend('jaeger', config.JAEGER_QUERY_URL),
    loki: telemetryBackend('loki', config.LOKI_URL),
    collector: browserTelemetryEnabled
      ? telemetryBackend('otel-collector', config.OTEL_EXPORTER_OTLP_ENDPOINT)
      : undefined,
    pageTraces,
    jaegerUrl: config.JAEGER_URL,
    grafanaUrl: config.GRAFANA_URL,
    runbooksUrl: config.ALERT_RUNBOOKS_URL,
    operationsReader: new OperationsReader({
      prometheus: telemetryBackend('prometheus', config.PROMETHEUS_URL),
      alertmanager: telemetryBackend('alertmanager', config.ALERTMANAGER_URL),
      deadLetters: letters,
      readGroups: () => readGroupProgress(operator.broker),
    }),
    deadLetters: letters,
    payloads: createPayloads(operator.broker),
    resolutionJobs: new ResolutionJobs(letters),
    faultSwitches: faults && createFaultSwitches(operator.publisher, faults),
  };
}
