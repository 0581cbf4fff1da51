// events/worker/crashing-worker.testkit.ts: a test pipeline's worker as a process that crashes as TEST_WORKER_CRASH says
import { z } from 'zod';
import { connect } from '#platform/database/connect.ts';
import { onStop } from '#platform/process/stop.ts';
import { readConfig } from '#telemetry/read-config.ts';
import { createBroker } from '../broker.ts';
import { joinGroup } from '../group.ts';
import { createPublisher, type Publisher } from '../publish.ts';
import { startTestWorker } from './worker.testkit.ts';

const config = readConfig(
  z.object({
    TEST_WORKER_BROKERS: z.string(),
    TEST_WORKER_PREFIX: z.string(),
    TEST_WORKER_DATABASE_URL: z.string(),
    TEST_WORKER_CRASH: z.enum(['before-publishing', 'after-publishing', 'type-error']),
  }),
);
const broker = createBroker({
  brokers: config.TEST_WORKER_BROKERS.split(','),
  clientId: 'pipeline',
  prefix: config.TEST_WORKER_PREFIX,
});
const publisher = await createPublisher(broker);
const crashing: Pick<Publisher, 'send'> = {
  send: async (messages) => {
    if (config.TEST_WORKER_CRASH === 'before-publishing') process.kill(process.pid, 'SIGKILL');
    await publisher.send(messages);
    process.kill(process.pid, 'SIGKILL');
  },
};
if (config.TEST_WORKER_CRASH === 'type-error') {
  onStop('publisher', publisher.close);
  const eachBatch = () => Promise.reject(new TypeError('an error in the runner itself'));
  await joinGroup(broker, { group: 'pipeline', topics: ['orders'], fromBeginning: true, eachBatch });
} else {
  await startTestWorker(broker, connect(config.TEST_WORKER_DATABASE_URL, 'pipeline'), crashing);
}
