import { z } from 'zod';
import { brokers, host, port, readConfig, serviceUrl } from '#process/config.ts';

const positive = (preset: number) => z.coerce.number('must be a number').int().min(1).default(preset);

export const config = readConfig(
  z.object({
    HOST: host,
    PORT: port(5000),
    KAFKA_BROKERS: brokers,
    JWKS_URL: serviceUrl('http://127.0.0.1:5001/.well-known/jwks.json'),
    USER_SERVICE_URL: serviceUrl('http://127.0.0.1:5001'),
    PRODUCT_SERVICE_URL: serviceUrl('http://127.0.0.1:5002'),
    ORDER_SERVICE_URL: serviceUrl('http://127.0.0.1:5003'),
    /** How long another service may take to answer. Logins take longer: a password is hashed. */
    USER_SERVICE_TIMEOUT_MS: positive(4_000),
    PRODUCT_SERVICE_TIMEOUT_MS: positive(500),
    ORDER_SERVICE_TIMEOUT_MS: positive(2_000),
    /** Where a person finds the trace of an order. */
    JAEGER_URL: serviceUrl('http://127.0.0.1:16686'),
    /** Where a person finds Grafana; without it no page links there. */
    GRAFANA_URL: z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).optional(),
    /** Where the frontend itself asks for traces and logs. */
    JAEGER_QUERY_URL: serviceUrl('http://127.0.0.1:16686'),
    LOKI_URL: serviceUrl('http://127.0.0.1:3100'),
    /** Requests of one user, or of one address where nobody is logged in. */
    RATE_LIMIT_PER_MINUTE: positive(300_000),
    SSE_HEARTBEAT_MS: positive(15_000),
  }),
);

export type Config = typeof config;
