/** The trial's worker as a process, which dies at the point that TRIAL_CRASH names: for tests of crashes. */
import { z } from 'zod';
import { connect } from '#database/connect.ts';
import { readConfig } from '#process/config.ts';
import { broker as createBroker } from './kafka.ts';
import { createPublisher, type Publisher } from './publish.ts';
import { consumeTrial } from './trial.ts';

const config = readConfig(
  z.object({
    TRIAL_BROKERS: z.string(),
    TRIAL_PREFIX: z.string(),
    TRIAL_DATABASE_URL: z.string(),
    TRIAL_CRASH: z.enum(['before-publishing', 'after-publishing']),
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
await consumeTrial(broker, connect(config.TRIAL_DATABASE_URL, 'trial'), dying);
