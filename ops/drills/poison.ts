// ops/drills/poison.ts <count>: publishes messages that are not events, which the workers dead-letter
import { Partitioners } from 'kafkajs';
import { z } from 'zod';
import { createBroker } from '#events/broker.ts';
import { brokers } from '#platform/process/config.ts';
import { readConfig } from '#telemetry/read-config.ts';
import { createCommand, runCommand } from '../cli/command.ts';
import { wholeNumber } from '../cli/values.ts';
import { securityOfTool } from '../stack/kafka/credentials.ts';
import { stackPathsAt } from '../stack/paths.ts';

await runCommand(
  createCommand('node ops/drills/poison.ts', 'Publishes messages that are not events, which the workers dead-letter.', {
    examples: ['node ops/drills/poison.ts 50'],
    notes:
      'Set KAFKA_BROKERS, KAFKA_USERNAME and KAFKA_PASSWORD_FILE to use other brokers (default: those of npm start).',
  })
    .argument('<count>', 'number of messages', wholeNumber(1, 10_000))
    .action(async (count) => {
      const { KAFKA_BROKERS } = readConfig(z.object({ KAFKA_BROKERS: brokers }));
      const security = securityOfTool(stackPathsAt(0), 'operator');
      const { kafka } = createBroker({ brokers: KAFKA_BROKERS, clientId: 'poison', security });
      const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
      await producer.connect();
      const messages = Array.from({ length: count }, (_, n) => ({ key: `poison-${n}`, value: 'no event' }));
      await producer.send({ topic: 'orders', messages });
      await producer.disconnect();
    }),
);
