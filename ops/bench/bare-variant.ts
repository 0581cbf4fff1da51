import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import type { Component } from '../stack/components/component.ts';
import { isHealthy } from '../stack/components/health.ts';
import { databaseUrl } from '../stack/database-url.ts';
import { admin, securityVariables } from '../stack/kafka/credentials.ts';
import { repository, type StackPaths } from '../stack/paths.ts';
import type { Secrets } from '../stack/secrets.ts';
import { tables } from './bare/database.ts';
import { unlimitedStock, type Variant } from './variant.ts';

/** The same durable work with kafkajs, mysql2 and Express alone. */
export const bareLoop: Variant = {
  title: 'bare loop',
  env: {},
  workers: ['bare-stock', 'bare-orders'],
  components: (paths, secrets) => [
    bareProcess('accept', paths.ports.frontend, paths, secrets),
    bareProcess('stock', paths.ports.productWorker, paths, secrets),
    bareProcess('orders', paths.ports.orderWorker, paths, secrets),
  ],
  async prepare(paths, secrets) {
    const products = Array.from({ length: 10 }, (_, n) => `product-${n}`);
    const database = await createConnection(databaseUrl(paths, secrets, 'root'));
    for (const product of products)
      await database.query('INSERT INTO bare.products VALUES (?, ?)', [product, unlimitedStock]);
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
};

function bareProcess(name: string, port: number, paths: StackPaths, secrets: Secrets): Component {
  const root = databaseUrl(paths, secrets, 'root');
  return {
    name: `bare-${name}`,
    version: '',
    tier: 'services',
    ports: [port],
    needs: [],
    ...(name === 'accept' && { prepare: () => createTables(root) }),
    command: () => ({
      file: process.execPath,
      args: [join(repository, 'ops', 'bench', 'bare', `${name}.ts`)],
      env: {
        PORT: `${port}`,
        KAFKA_BROKERS: `127.0.0.1:${paths.ports.kafka}`,
        ...securityVariables(paths, admin),
        DATABASE_URL: `${root}bare`,
      },
    }),
    ready: () => isHealthy(`http://127.0.0.1:${port}/health/ready`),
  };
}

async function createTables(rootUrl: string): Promise<void> {
  const database = await createConnection(rootUrl);
  await database.query('CREATE DATABASE bare');
  await database.query('USE bare');
  for (const table of tables) await database.query(table);
  await database.end();
}
