import { metrics } from '@opentelemetry/api';
import type { LogEntry } from 'kafkajs';
import { logger } from '#telemetry/logger.ts';

const refusals = metrics.getMeter('orderflow').createCounter('orderflow.kafka.credential.refusals', {
  description: 'Connections to Kafka for which the broker refused the user or the password',
  unit: '{connection}',
});
// The first refusal is then visible as an increase.
refusals.add(0);

/** A broker's reason for refusing a credential; other failures of an authentication, such as a closed connection, are outages. */
const refused = /^SASL .* authentication failed: .*invalid credentials/;

const repeatAfterMs = 30_000;
const maxRemembered = 1_000;
const lastLogged = new Map<string, number>();

/**
 * Logs a message of kafkajs at most once in 30 s, because kafkajs repeats it several times a second while a broker is
 * unavailable. Error responses of a broker are skipped: the code that sent the request handles and logs them.
 */
export function logOnce({ log, namespace }: LogEntry): void {
  if (log.message.startsWith('Response ')) return;
  if (refused.test(log.message)) refusals.add(1);
  const message = `${namespace}: ${log.message}`;
  const now = Date.now();
  if (now - (lastLogged.get(message) ?? 0) < repeatAfterMs) return;
  if (lastLogged.size > maxRemembered) lastLogged.clear();
  lastLogged.set(message, now);
  logger.warn(message, { 'kafka.client_id': log['clientId'], 'kafka.group': log['groupId'], error: log['error'] });
}
