import { join } from 'node:path';
import { environment } from './environment.ts';
import { OwnProcess } from './own-process.ts';

/** A separate frontend on a free port, connected to the stack that the tests share. */
export class Frontend extends OwnProcess {
  /** @param env the variables that differ from the frontend of the stack */
  constructor(env: Record<string, string> = {}) {
    super('frontend', 'services/frontend/server.ts', {
      KAFKA_BROKERS: environment.kafkaBrokers.join(','),
      KAFKA_USERNAME: 'frontend',
      KAFKA_PASSWORD_FILE: join(environment.kafkaCredentials, 'frontend.password'),
      KAFKA_OPERATOR_PASSWORD_FILE: join(environment.kafkaCredentials, 'operator.password'),
      JWKS_URL: `${environment.userServiceUrl}/.well-known/jwks.json`,
      USER_SERVICE_URL: environment.userServiceUrl,
      PRODUCT_SERVICE_URL: environment.productServiceUrl,
      ORDER_SERVICE_URL: environment.orderServiceUrl,
      ...env,
    });
  }
}
