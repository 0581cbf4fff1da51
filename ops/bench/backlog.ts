import { randomUUID } from 'node:crypto';
import { Partitioners } from 'kafkajs';
import type { Broker } from '#events/broker.ts';
import { endOf } from '../clients/topic-reader.ts';
import type { Stack } from '../stack/supervisor/stack.ts';
import { withoutReplicaNumber } from './replicas.ts';
import { readSettlement } from './settlement.ts';
import { perThousand, type Usage, usage } from './usage.ts';
import type { Variant } from './variant.ts';

/** The figures of a drained backlog. */
export interface Drained {
  ordersPerSecond: number;
  used: [process: string, Usage][];
}

/** A variant that runs. */
export interface RunningVariant {
  broker: Broker;
  servers: Stack;
  pipeline: Stack;
  products: readonly string[];
}

/**
 * Publishes orders while the workers are stopped, starts the workers, and measures how fast they settle the orders.
 * @throws {Error} when orders are missing
 */
export async function drainBacklog(variant: Variant, running: RunningVariant, orders: number): Promise<Drained> {
  const { broker, servers, pipeline } = running;
  const workers = pipeline.supervisors.filter(({ component }) =>
    variant.workers.includes(withoutReplicaNumber(component.name)),
  );
  await Promise.all(workers.map((worker) => worker.stop()));
  const from = await endOf(broker, ['orders']);
  await publishOrders(variant, running, orders);
  await Promise.all(workers.map((worker) => worker.start()));
  const before = usage([servers, pipeline]);
  const { count, span } = await readSettlement(broker, from, { expected: orders, idleMs: 60_000 });
  if (count !== orders) throw new Error(`only ${count} of ${orders} orders of the backlog were settled`);
  return {
    ordersPerSecond: (count / span) * 1_000,
    used: [...perThousand(before, usage([servers, pipeline]), orders)],
  };
}

async function publishOrders({ placed }: Variant, { broker, products }: RunningVariant, orders: number): Promise<void> {
  const producer = broker.kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  for (let sent = 0; sent < orders; sent += 500) {
    const messages = Array.from({ length: Math.min(500, orders - sent) }, (_, n) => {
      const orderId = randomUUID();
      return { key: orderId, ...placed(orderId, products[n % products.length] ?? '') };
    });
    await producer.send({ topic: 'orders', messages });
  }
  await producer.disconnect();
}
