import { type Broker, createBroker } from '#events/broker.ts';
import { createPublisher, type Publisher } from '#events/publish.ts';
import { readSecurity } from '#events/security.ts';
import { config } from '../config.ts';

/** The connections that serve operators: they read and resolve dead letters, and switch faults. */
export interface Operator {
  broker: Broker;
  publisher: Publisher;
}

/** Connects to Kafka as the user `operator`, because the frontend's own user may do none of this. */
export async function connectOperator(): Promise<Operator> {
  const { KAFKA_BROKERS, KAFKA_OPERATOR_PASSWORD_FILE: passwordFile } = config;
  const security = readSecurity();
  const broker = createBroker({
    brokers: KAFKA_BROKERS,
    clientId: 'frontend-operator',
    security: passwordFile === undefined ? security : { ...security, user: { name: 'operator', passwordFile } },
  });
  return { broker, publisher: await createPublisher(broker) };
}
