import { describeChannels } from './channels.ts';
import { describeOperations } from './operations.ts';

const description = `The events of the order pipeline. Every process is one of the tags: its operations are what it sends and receives, and
Kafka's ACLs allow nothing else. Messages carry the trace of their order (W3C Trace Context). The
[HTTP API](/docs?api=http) is described in [openapi.json](/openapi.json).`;

const scram = { $ref: '#/components/securitySchemes/scram' };

/** Returns the AsyncAPI 3.1 description of the topics: their messages, and who sends and receives them. */
export function describeEvents() {
  return {
    asyncapi: '3.1.0',
    id: 'urn:orderflow:events',
    info: { title: 'Orderflow events', version: '1.0.0', description },
    defaultContentType: 'application/json',
    servers: {
      kafka: {
        host: '{broker}',
        protocol: 'kafka',
        description: 'Kafka without encryption, for clients on the same machine or in the same network of containers',
        variables: { broker: { default: '127.0.0.1:9092', description: 'The address of a broker' } },
        security: [scram],
      },
      kafkaTls: {
        host: '{broker}',
        protocol: 'kafka-secure',
        description: 'Kafka with TLS, for clients on other machines; a listener to be added by the operators',
        variables: { broker: { default: 'kafka.example.com:9095', description: 'The address of a broker' } },
        security: [scram],
      },
    },
    channels: describeChannels(),
    operations: describeOperations(),
    components: {
      securitySchemes: {
        scram: {
          type: 'scramSha512',
          description: 'SASL/SCRAM-SHA-512. Each process has its own user, with rights to what its operations need',
        },
      },
    },
  };
}
