import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Sequelize } from 'sequelize';
import { connect } from '#platform/database/connect.ts';
import { createTestDatabase, type TestDatabase } from '#platform/database/database.testkit.ts';
import { createDatabaseProxy, type DatabaseProxy } from '#platform/database/database-proxy.testkit.ts';
import { migrate } from '#platform/database/migrate.ts';
import { waitForDatabase } from '#platform/database/wait-for-database.ts';
import { createApp } from '#platform/http/app.ts';
import { serve, type TestServer } from '#platform/http/http.testkit.ts';
import { addDemoProducts } from './demo.ts';
import { initModels, Product } from './models.ts';
import { routes } from './routes.ts';

interface ProductJson {
  id: string;
  name: { fr: string; en: string };
  description: { fr: string; en: string };
  priceCents: number;
  available: number;
}

let scratch: TestDatabase;
let outage: DatabaseProxy;
let database: Sequelize;
let api: TestServer;

before(async () => {
  scratch = await createTestDatabase();
  outage = await createDatabaseProxy(scratch.url);
  database = connect(outage.url, 'products');
  initModels(database);
  api = await serve(createApp({ dependencies: [], routes }));
});

after(async () => {
  await api[Symbol.asyncDispose]();
  await database.close();
  await outage[Symbol.asyncDispose]();
  await scratch[Symbol.asyncDispose]();
});

async function getProducts(): Promise<ProductJson[]> {
  const response = await fetch(`${api.url}/products`);
  assert.equal(response.status, 200);
  return ((await response.json()) as { products: ProductJson[] }).products;
}

test('the response is 503 until the tables exist', async () => {
  const { status, headers } = await fetch(`${api.url}/products`);
  assert.equal(status, 503);
  assert.ok(headers.get('retry-after'));
  await migrate(database, new URL('./migrations/', import.meta.url));
  assert.deepEqual(await getProducts(), []);
});

test('the demo data has ten products in two languages', async () => {
  await addDemoProducts();
  const products = await getProducts();
  assert.deepEqual(
    products.map(({ name }) => name.fr),
    [
      'Laptop Pro',
      'Smartphone X',
      'Casque sans fil',
      'Tablette Pro',
      'Montre connectée',
      'Appareil photo',
      'Enceinte Bluetooth',
      'Clavier mécanique',
      'Souris gaming',
      'Webcam HD',
    ],
  );
  const prices = products.map(({ priceCents }) => priceCents);
  assert.deepEqual([Math.min(...prices), Math.max(...prices)], [4_999, 129_999]);
  for (const { name, description } of products) {
    assert.ok(name.en && description.fr && description.en);
    assert.notEqual(description.fr, description.en);
  }
});

test('demo products are added once, and never reset a stock', async () => {
  await Product.update({ available: 7 }, { where: { id: 'laptop-pro' } });
  await Promise.all([addDemoProducts(), addDemoProducts()]);
  const products = await getProducts();
  assert.equal(products.length, 10);
  assert.equal(products.find(({ id }) => id === 'laptop-pro')?.available, 7);
});

test('a product is found by its exact id', async () => {
  const response = await fetch(`${api.url}/products/souris-gaming`);
  assert.equal(response.status, 200);
  assert.equal(((await response.json()) as ProductJson).name.en, 'Gaming Mouse');
  for (const id of ['Souris-Gaming', 'souris-gaming%20', 'nothing', '%E6%97%A5']) {
    assert.equal((await fetch(`${api.url}/products/${id}`)).status, 404, id);
  }
});

test('a stock cannot fall below zero, and an order cannot reserve a product twice', async () => {
  const take = "UPDATE products SET available = available - 26 WHERE id = 'montre-connectee'";
  await assert.rejects(database.query(take), /out of range/);
  assert.equal((await Product.findByPk('montre-connectee'))?.available, 25);

  const row = "('7f0c1b1e-0000-4000-8000-000000000000', 'webcam-hd', 'reserved', -1, NOW(3))";
  const reserveTwice = `INSERT INTO stock_ledger (order_id, product_id, reason, \`change\`, at) VALUES ${row}, ${row}`;
  await assert.rejects(database.query(reserveTwice), { name: 'SequelizeUniqueConstraintError' });
});

test('the response is 503 while the database is unavailable, and 200 afterward', async () => {
  await outage.cut();
  const { status, headers } = await fetch(`${api.url}/products`);
  assert.equal(status, 503);
  assert.equal(headers.get('content-type')?.split(';')[0], 'application/problem+json');
  assert.ok(headers.get('retry-after'));
  await outage.restore();
  await waitForDatabase(database);
  assert.equal((await getProducts()).length, 10);
});
