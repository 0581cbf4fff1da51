import { setTimeout as delay } from 'node:timers/promises';
import { type Admin, Kafka, logLevel } from 'kafkajs';
import { logger } from '#telemetry/logger.ts';
import { registerCodecs } from './compression/register.ts';
import { logOnce } from './kafkajs-log.ts';
import { readSecurity, type Security, securityOptions } from './security.ts';

export interface BrokerOptions {
  /** `host:port` of one or more brokers. */
  brokers: readonly string[];
  /** The name of this process in requests to Kafka. */
  clientId: string;
  /** A prefix for the names of all topics and groups, so that several pipelines can share a cluster. */
  prefix?: string;
  /** The credential and the trusted certificates; by default those of this process (KAFKA_USERNAME and so on). */
  security?: Security;
}

/** A connection to Kafka, from which producers, consumers and admins are created. */
export interface Broker {
  /** The name of this process in requests to Kafka. */
  clientId: string;
  kafka: Kafka;
  /** Returns the full name of a topic or group, with the prefix. */
  fullName(name: string): string;
}

/** The error of a request to Kafka that failed or timed out. A retry may succeed. */
export class BrokerUnavailable extends Error {
  override readonly name = 'BrokerUnavailable';
}

export function createBroker({ brokers, clientId, prefix = '', security = readSecurity() }: BrokerOptions): Broker {
  registerCodecs();
  const kafka = new Kafka({
    clientId,
    brokers: [...brokers],
    ...securityOptions(security),
    connectionTimeout: 2_000,
    requestTimeout: 10_000,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 5 },
    logLevel: logLevel.WARN,
    logCreator: () => logOnce,
  });
  return { clientId, kafka, fullName: (name) => `${prefix}${name}` };
}

const deadlineMs = 4_000;

/**
 * Returns the reply of Kafka. A late reply is ignored.
 * @throws {BrokerUnavailable} if there is no reply within 4 s
 */
export async function withinDeadline<T>(reply: Promise<T>): Promise<T> {
  const { promise: timeout, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new BrokerUnavailable(`Kafka did not respond within ${deadlineMs} ms`)),
    deadlineMs,
  );
  try {
    return await Promise.race([reply, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** Makes administrative calls on a new connection, which it closes afterward. */
export async function withAdmin<T>({ kafka }: Broker, call: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await call(admin);
  } finally {
    await admin.disconnect();
  }
}

/** Retries a call to Kafka every 500 ms until it succeeds or `signal` is aborted. */
export async function whenAvailable<T>(call: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      signal?.throwIfAborted();
      if (attempt === 1) logger.warn('Kafka unavailable, retrying', { error });
      await delay(500, undefined, { signal });
    }
  }
}
