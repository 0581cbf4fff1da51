import { z } from 'zod';
import { host, port, serviceUrl } from '#platform/process/config.ts';
import { readConfig } from '#telemetry/read-config.ts';

export const config = readConfig(
  z.object({
    HOST: host,
    PORT: port(5016),
    /** The token that a sender of notifications must have. */
    ALERT_INBOX_TOKEN: z.string('must be set').min(16, 'must have at least 16 characters'),
    /** The address of Grafana for browsers. Without it, pages link to the operations page instead. */
    ALERT_GRAFANA_URL: z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).optional(),
    /** The address of the operations page for browsers. */
    ALERT_OPERATIONS_URL: serviceUrl('http://127.0.0.1:5000/operations'),
    /** The number of notifications to keep. */
    ALERT_INBOX_SIZE: z.coerce.number('must be a number').int().min(1).max(10_000).default(200),
  }),
);
