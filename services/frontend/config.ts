import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { readableFile } from '#events/security.ts';
import { eventVersions } from '#events/written-versions.ts';
import { brokers, flag, frontendSecret, host, port, serviceUrl } from '#platform/process/config.ts';
import { readConfig } from '#telemetry/read-config.ts';
import { trustedProxies } from './trusted-proxies.ts';

const positive = (preset: number) => z.coerce.number('must be a number').int().min(1).default(preset);

const pageUrl = z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).optional();

export const config = readConfig(
  z.object({
    HOST: host,
    PORT: port(5000),
    KAFKA_BROKERS: brokers,
    EVENT_VERSIONS: eventVersions,
    /** The password of Kafka's user `operator`. Without it, the frontend's own user serves operators too. */
    KAFKA_OPERATOR_PASSWORD_FILE: readableFile,
    JWKS_URL: serviceUrl('http://127.0.0.1:5001/.well-known/jwks.json'),
    USER_SERVICE_URL: serviceUrl('http://127.0.0.1:5001'),
    FRONTEND_SECRET: frontendSecret,
    PRODUCT_SERVICE_URL: serviceUrl('http://127.0.0.1:5002'),
    ORDER_SERVICE_URL: serviceUrl('http://127.0.0.1:5003'),
    /** The time limits of requests to other services. Logins take longest, because user-service hashes a password. */
    USER_SERVICE_TIMEOUT_MS: positive(4_000),
    PRODUCT_SERVICE_TIMEOUT_MS: positive(500),
    ORDER_SERVICE_TIMEOUT_MS: positive(2_000),
    /** The time limit of the lookup of new orders. Orders are accepted without it, so they do not wait long. */
    ORDER_LOOKUP_TIMEOUT_MS: positive(300),
    /** The memory for recent orders. */
    LIVE_ORDERS_BYTES: positive(40_000_000),
    /** The addresses of Jaeger and Grafana for browsers. Pages link only to what is set: not every stack has their pages. */
    JAEGER_URL: pageUrl,
    GRAFANA_URL: pageUrl,
    /** The addresses at which the frontend queries traces and logs. */
    JAEGER_QUERY_URL: serviceUrl('http://127.0.0.1:16686'),
    LOKI_URL: serviceUrl('http://127.0.0.1:3100'),
    /** The addresses at which the frontend queries metrics and alerts. */
    PROMETHEUS_URL: serviceUrl('http://127.0.0.1:9090'),
    ALERTMANAGER_URL: serviceUrl('http://127.0.0.1:9093'),
    /** The address of the folder runbooks/ for browsers. The messages of Alertmanager link there too. */
    ALERT_RUNBOOKS_URL: serviceUrl('http://127.0.0.1:5016'),
    /** The limit for each logged-in user, or for each address without a login. */
    RATE_LIMIT_PER_MINUTE: positive(6_000),
    /** The limit of concurrent event streams for each user. */
    STREAMS_PER_USER_MAX: positive(50),
    SSE_HEARTBEAT_MS: positive(15_000),
    /** Lets browsers send their traces, which the frontend forwards to the collector. */
    BROWSER_TELEMETRY: flag(true),
    /**
     * The key with which the frontend recognizes the traces of its pages. Replicas need the same one; by default it is random.
     */
    PAGE_TRACE_KEY: z
      .string()
      .min(32, 'must have at least 32 characters')
      .default(() => randomBytes(32).toString('hex')),
    OTEL_TRACES_EXPORTER: z.string().optional(),
    OTEL_EXPORTER_OTLP_ENDPOINT: serviceUrl('http://127.0.0.1:4318'),
    TRUST_PROXY: trustedProxies,
  }),
);

/** True if browsers send traces: they do so only while the frontend exports its own. */
export const browserTelemetryEnabled = config.BROWSER_TELEMETRY && config.OTEL_TRACES_EXPORTER !== 'none';
