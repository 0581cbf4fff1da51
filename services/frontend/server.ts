// services/frontend/server.ts: the pages of the shop and its public API
//
// api/ holds the operations of the public API, pages/ the pages. Both use accounts/, cart/, orders/ and products/, which
// call the other services through backends/. journey/ and operations/ query telemetry for two of the pages. browser/ and
// assets/ are loaded by browsers.

import { createBroker } from '#events/broker.ts';
import { emissions } from '#events/emissions.ts';
import { createPublisher } from '#events/publish.ts';
import { followFaults } from '#events/switches/follow-faults.ts';
import { injectTopicFaults } from '#events/topic-faults.ts';
import { negotiateVersions } from '#events/written-versions.ts';
import { faults } from '#platform/faults/this-process.ts';
import { createApp } from '#platform/http/app.ts';
import { listen } from '#platform/http/listen.ts';
import { onStop } from '#platform/process/stop.ts';
import { incomingRequests } from '#telemetry/incoming-requests.ts';
import { exposeTraceContext } from './browser-telemetry/expose-trace-context.ts';
import { PageTraces } from './browser-telemetry/page-traces.ts';
import { browserTelemetryEnabled, config } from './config.ts';
import { createShop } from './create-shop.ts';
import { countActiveUsers, measureStreams } from './metrics.ts';
import { connectOperator } from './operations-page/operator.ts';
import { followOrders } from './orders/follow-orders.ts';
import { LiveOrders } from './orders/live-orders.ts';
import { problemPages } from './pages/problem-page.ts';
import { identify } from './pages/request/guards.ts';
import { createRoutes } from './routes.ts';

const pageTraces = new PageTraces(config.PAGE_TRACE_KEY);
incomingRequests.belief = (caller) => (pageTraces.own(caller) ? 'trace' : 'nothing');

const broker = createBroker({ brokers: config.KAFKA_BROKERS, clientId: 'frontend' });
const versions = negotiateVersions(broker, emissions.frontend, config.EVENT_VERSIONS);
const [publisher, operator] = await Promise.all([createPublisher(broker, versions), connectOperator()]);
onStop('publisher', async () => {
  await Promise.all([publisher.close(), operator.publisher.close(), versions.stop()]);
});
if (faults !== undefined) injectTopicFaults(faults, operator.publisher);

const liveOrders = new LiveOrders(config.LIVE_ORDERS_BYTES);
const following = followOrders(broker, liveOrders);

const shop = createShop(publisher, operator, liveOrders, pageTraces);
measureStreams(shop.openStreams);

const app = createApp({
  dependencies: [
    { name: 'kafka', check: publisher.connected },
    { name: 'live status', check: async () => (await following).joined() },
  ],
  before: [countActiveUsers(), ...(browserTelemetryEnabled ? [exposeTraceContext(pageTraces)] : [])],
  routes: createRoutes(shop),
  renderProblem: problemPages(identify(shop)),
});
if (config.TRUST_PROXY !== undefined) app.set('trust proxy', config.TRUST_PROXY);

await listen(app, {
  host: config.HOST,
  port: config.PORT,
  endStreams: () => {
    for (const stream of shop.openStreams) stream.end();
  },
});
await followFaults();
