import { setTimeout as delay } from 'node:timers/promises';
import type { Sequelize } from 'sequelize';
import { logger } from '#telemetry/logger.ts';
import { isUnavailable } from './unavailable.ts';

const retryMs = 1_000;

/** Waits until the database responds. Logs the outage once for each different reason, and logs its end. */
export async function waitForDatabase(sequelize: Sequelize): Promise<void> {
  let reason: string | undefined;
  for (;;) {
    try {
      await sequelize.authenticate();
      if (reason !== undefined) logger.info('database available again', { event: 'database.available' });
      return;
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      const { message } = error as Error;
      if (message !== reason) logger.warn('database unavailable, retrying', { event: 'database.unavailable', error });
      reason = message;
      await delay(retryMs);
    }
  }
}
