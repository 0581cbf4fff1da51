// events/worker/crashing-worker.testkit.ts: the worker of a trial as a process, which dies in the way that TRIAL_CRASH names
import { z } from 'zod';
import { connect } from '#platform/database/connect.ts';
import { onStop } from '#platform/process/stop.ts';
import { readConfig } from '#telemetry/read-config.ts';
import { broker as createBroker } from '../broker.ts';
import { joinGroup } from '../group.ts';
import { createPublisher, type Publisher } from '../publish.ts';
import { consumeTrial } from './worker.testkit.ts';

const config = readConfig(
  z.object({
    TRIAL_BROKERS: z.string(),
    TRIAL_PREFIX: z.string(),
    TRIAL_DATABASE_URL: z.string(),
    TRIAL_CRASH: z.enum(['before-publishing', 'after-publishing', 'type-error']),
  }),
);
const broker = createBroker({
  brokers: config.TRIAL_BROKERS.split(','),
  clientId: 'trial',
  prefix: config.TRIAL_PREFIX,
});
const publisher = await createPublisher(broker);
const dying: Pick<Publisher, 'send'> = {
  send: async (messages) => {
    if (config.TRIAL_CRASH === 'before-publishing') process.kill(process.pid, 'SIGKILL');
    await publisher.send(messages);
    process.kill(process.pid, 'SIGKILL');
  },
};
if (config.TRIAL_CRASH === 'type-error') {
  onStop('publisher', publisher.close);
  const eachBatch = () => Promise.reject(new TypeError('a fault of the runner itself'));
  await joinGroup(broker, { group: 'trial', topics: ['orders'], fromBeginning: true, eachBatch });
} else {
  await consumeTrial(broker, connect(config.TRIAL_DATABASE_URL, 'trial'), dying);
}
