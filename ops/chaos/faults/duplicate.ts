import { setTimeout as delay } from 'node:timers/promises';
import type { Broker } from '#events/broker.ts';
import { topics as eventTopics } from '#events/topics.ts';
import { isIntact } from '../check/poison.ts';
import { publish } from '../publish.ts';
import type { Topics } from '../topics.ts';
import type { FaultKind } from './fault.ts';
import { repeatUntilHealed } from './repeat.ts';

/** Publishes the latest 200 messages of a topic again, once a second. */
export const duplicate = (broker: Broker, topics: Topics): FaultKind => ({
  kind: 'duplicate',
  targets: eventTopics,
  lasts: [5, 15],
  touches: () => ['kafka'],
  inject: async (topic) =>
    repeatUntilHealed(async (signal) => {
      await publish(broker, topics.in(topic).filter(isIntact).slice(-200));
      await delay(1_000, undefined, { signal }).catch(() => undefined);
    }),
});
