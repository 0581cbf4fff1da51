import type { Sequelize } from 'sequelize';
import { logger } from '#telemetry/logger.ts';
import { purgeRecords } from './record.ts';

const intervalMs = 10 * 60 * 1_000;

/** Purges the records of handled messages periodically. Returns a function that stops it. */
export function startPurging(database: Sequelize): () => void {
  const timer = setInterval(() => void purge(database), intervalMs);
  return () => clearInterval(timer);
}

async function purge(database: Sequelize): Promise<void> {
  try {
    const purged = await purgeRecords(database, new Date());
    if (purged > 0) logger.info('records of handled messages purged', { purged });
  } catch (error) {
    logger.warn('failed to purge records of handled messages', { error });
  }
}
