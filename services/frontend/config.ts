import { z } from 'zod';
import { brokers, flag, host, port, serviceUrl } from '#platform/process/config.ts';
import { readConfig } from '#telemetry/read-config.ts';

const positive = (preset: number) => z.coerce.number('must be a number').int().min(1).default(preset);

/**
 * Who may say for whom a request is made, and whether by https (X-Forwarded-For, X-Forwarded-Proto): the proxies in front,
 * as a number, or as their addresses and networks. None by default, for any client can send these headers.
 */
const proxies = z
  .union(
    [
      z
        .string()
        .regex(/^[1-9]$/)
        .transform(Number),
      z
        .string()
        .transform((list) => list.split(',').map((one) => one.trim()))
        .pipe(
          z.array(
            z.union([z.enum(['loopback', 'linklocal', 'uniquelocal']), z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]),
          ),
        ),
    ],
    'must be the number of proxies in front, or their addresses, separated by commas',
  )
  .optional();

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
    /** Where it asks how the pipeline is doing. */
    PROMETHEUS_URL: serviceUrl('http://127.0.0.1:9090'),
    ALERTMANAGER_URL: serviceUrl('http://127.0.0.1:9093'),
    /** Where a person finds the folder runbooks/: Alertmanager's messages link there too. */
    ALERT_RUNBOOKS_URL: serviceUrl('http://127.0.0.1:5016'),
    /** Requests of one user, or of one address where nobody is logged in. */
    RATE_LIMIT_PER_MINUTE: positive(300_000),
    SSE_HEARTBEAT_MS: positive(15_000),
    /** Whether browsers tell what happens in them, which goes on to the collector. Without traces of ours they do not. */
    BROWSER_TELEMETRY: flag(true),
    OTEL_TRACES_EXPORTER: z.string().optional(),
    OTEL_EXPORTER_OTLP_ENDPOINT: serviceUrl('http://127.0.0.1:4318'),
    TRUST_PROXY: proxies,
  }),
);

export type Config = typeof config;
