import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import type { Component } from '../stack/components/component.ts';
import { components } from '../stack/components/components.ts';
import { isHealthy } from '../stack/components/health.ts';
import { databaseUrl } from '../stack/components/mariadb.ts';
import { repository, type StackPaths } from '../stack/paths.ts';
import type { Secrets } from '../stack/secrets.ts';
import { tables } from './bare/database.ts';

/** One way to do the work, measured beside the others. */
export interface Variant {
  title: string;
  /** What all its processes get in their environment. */
  env: Readonly<Record<string, string>>;
  /** What runs beside Kafka and MariaDB. */
  components(paths: StackPaths, secrets: Secrets): readonly Component[];
  /** Who consumes; there may be several of each. */
  workers: readonly string[];
  /** Makes stock for any number of orders. Answers the products and a customer's token. */
  prepare(paths: StackPaths, secrets: Secrets): Promise<{ products: string[]; token: string }>;
  /** An `order.placed` as its front end would publish it. */
  placed(orderId: string, productId: string): { value: string; headers: Record<string, string> };
}

const plenty = 1_000_000_000;

const pipeline: Omit<Variant, 'title' | 'env' | 'components'> = {
  workers: ['product-worker', 'order-worker'],
  async prepare(paths, secrets) {
    const database = await createConnection(databaseUrl(paths, secrets, 'root'));
    await database.query('UPDATE products.products SET available = ?, initial_stock = ?', [plenty, plenty]);
    const [rows] = await database.query('SELECT id FROM products.products');
    await database.end();
    return { products: (rows as { id: string }[]).map(({ id }) => id), token: await customer(paths) };
  },
  placed(orderId, productId) {
    const time = new Date().toISOString();
    return {
      value: JSON.stringify({ orderId, userId: orderId, items: [{ productId, quantity: 1 }] }),
      headers: {
        ce_specversion: '1.0',
        ce_id: `backlog-${orderId}`,
        ce_type: 'order.placed.v1',
        ce_source: '/orderflow/bench',
        ce_time: time,
        ce_subject: orderId,
        'content-type': 'application/json',
      },
    };
  },
};

async function customer({ ports }: StackPaths): Promise<string> {
  const post = async (path: string, body: object) => {
    const answer = await fetch(`http://127.0.0.1:${ports.frontend}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answers ${answer.status}`);
    return (await answer.json()) as { token: string };
  };
  const account = { username: `bench-${Date.now()}`, password: crypto.randomUUID() };
  await post('/api/users', account);
  return (await post('/api/sessions', account)).token;
}

export const variants: readonly Variant[] = [
  {
    ...pipeline,
    title: 'full telemetry',
    env: {},
    components: (paths, secrets) => components(paths, secrets).filter(({ tier }) => tier !== 'servers'),
  },
  {
    ...pipeline,
    title: 'telemetry off',
    env: { OTEL_SDK_DISABLED: 'true' },
    components: (paths, secrets) => components(paths, secrets).filter(({ tier }) => tier === 'services'),
  },
  {
    title: 'bare loop',
    env: {},
    workers: ['bare-stock', 'bare-orders'],
    components: (paths, secrets) => [
      bare('accept', paths.ports.frontend, paths, secrets),
      bare('stock', paths.ports.productWorker, paths, secrets),
      bare('orders', paths.ports.orderWorker, paths, secrets),
    ],
    async prepare(paths, secrets) {
      const products = Array.from({ length: 10 }, (_, n) => `product-${n}`);
      const database = await createConnection(databaseUrl(paths, secrets, 'root'));
      for (const product of products)
        await database.query('INSERT INTO bare.products VALUES (?, ?)', [product, plenty]);
      await database.end();
      return { products, token: '' };
    },
    placed: (orderId, productId) => ({
      value: JSON.stringify({
        orderId,
        type: 'order.placed',
        items: [{ productId, quantity: 1 }],
        placedAt: new Date().toISOString(),
      }),
      headers: { ce_type: 'order.placed.v1' },
    }),
  },
];

function bare(name: string, port: number, paths: StackPaths, secrets: Secrets): Component {
  const root = databaseUrl(paths, secrets, 'root');
  return {
    name: `bare-${name}`,
    version: '',
    tier: 'services',
    ports: [port],
    needs: [],
    prepare: async () => {
      if (name !== 'accept') return;
      const database = await createConnection(root);
      await database.query('CREATE DATABASE bare');
      await database.query('USE bare');
      for (const table of tables) await database.query(table);
      await database.end();
    },
    command: () => ({
      file: process.execPath,
      args: [join(repository, 'ops', 'bench', 'bare', `${name}.ts`)],
      env: { PORT: `${port}`, KAFKA_BROKERS: `127.0.0.1:${paths.ports.kafka}`, DATABASE_URL: `${root}bare` },
    }),
    ready: () => isHealthy(`http://127.0.0.1:${port}/health/ready`),
  };
}
