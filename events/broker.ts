import { setTimeout as delay } from 'node:timers/promises';
import { type Admin, Kafka, type LogEntry, logLevel } from 'kafkajs';
import { logger } from '#telemetry/logger.ts';

export interface BrokerOptions {
  /** `host:port` of one or more brokers. */
  brokers: readonly string[];
  /** The name under which the broker knows this process. */
  clientId: string;
  /** Put before the name of every topic and group, so that several pipelines can share a cluster. */
  prefix?: string;
}

/** A connection to Kafka, from which producers, consumers and admins are made. */
export interface Broker {
  kafka: Kafka;
  /** The full name of a topic or group. */
  fullName(name: string): string;
}

/** The broker did not do what was asked of it, in time or at all. The same call may succeed later. */
export class BrokerUnavailable extends Error {
  override readonly name = 'BrokerUnavailable';
}

export function createBroker({ brokers, clientId, prefix = '' }: BrokerOptions): Broker {
  const kafka = new Kafka({
    clientId,
    brokers: [...brokers],
    connectionTimeout: 2_000,
    requestTimeout: 10_000,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 5 },
    logLevel: logLevel.WARN,
    logCreator: () => logOnce,
  });
  return { kafka, fullName: (name) => `${prefix}${name}` };
}

const answersWithinMs = 4_000;

/** @throws {BrokerUnavailable} when the broker has not answered within 4 s; its late answer is nobody's. */
export async function withinDeadline<T>(answer: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new BrokerUnavailable(`Kafka did not answer within ${answersWithinMs} ms`)),
    answersWithinMs,
  );
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Runs an administrative call on a connection of its own. */
export async function withAdmin<T>({ kafka }: Broker, call: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await call(admin);
  } finally {
    await admin.disconnect();
  }
}

/** Does what needs the broker as soon as it is there and answers: tries as long as it takes, unless `signal` ends that. */
export async function whenAvailable<T>(call: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      signal?.throwIfAborted();
      if (attempt === 1) logger.warn('waiting for Kafka', { error });
      await delay(500, undefined, { signal });
    }
  }
}

const repeatAfterMs = 30_000;
const lastLogged = new Map<string, number>();

/**
 * While a broker is away kafkajs repeats itself several times a second: the same line is logged once in 30 s. What a
 * broker answers to a request is left to whoever made it.
 */
function logOnce({ log, namespace }: LogEntry): void {
  if (log.message.startsWith('Response ')) return;
  const message = `${namespace}: ${log.message}`;
  const now = Date.now();
  if (now - (lastLogged.get(message) ?? 0) < repeatAfterMs) return;
  if (lastLogged.size > 1_000) lastLogged.clear();
  lastLogged.set(message, now);
  logger.warn(message, { 'kafka.client_id': log['clientId'], 'kafka.group': log['groupId'], error: log['error'] });
}
