import type { LogEntry } from 'kafkajs';
import { logger } from '#telemetry/logger.ts';

const repeatAfterMs = 30_000;
const maxRemembered = 1_000;
const lastLogged = new Map<string, number>();

/**
 * Logs a message of kafkajs at most once in 30 s, because kafkajs repeats it several times a second while a broker is
 * unavailable. Error responses of a broker are skipped: the code that sent the request handles and logs them.
 */
export function logOnce({ log, namespace }: LogEntry): void {
  if (log.message.startsWith('Response ')) return;
  const message = `${namespace}: ${log.message}`;
  const now = Date.now();
  if (now - (lastLogged.get(message) ?? 0) < repeatAfterMs) return;
  if (lastLogged.size > maxRemembered) lastLogged.clear();
  lastLogged.set(message, now);
  logger.warn(message, { 'kafka.client_id': log['clientId'], 'kafka.group': log['groupId'], error: log['error'] });
}
