import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { Journal, type OrderRequest } from './journal.ts';
import { requestedOrders } from './requested-orders.ts';

it('a journal keeps the requests under each key, and the responses that accepted them', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const journal = new Journal(join(folder, 'journal.jsonl'));
  const items = [{ productId: 'mouse', quantity: 1 }];
  const request = {
    kind: 'order-request',
    at: 100,
    ms: 10,
    userId: 'u',
    key: 'a',
    items,
    first: true,
    status: 202,
  } as const;
  const entries: OrderRequest[] = [
    { ...request, status: null },
    { ...request, at: 300, first: false, orderId: '1' },
    { ...request, at: 200, first: false, orderId: '1' },
    { ...request, key: 'b', status: 503 },
    { ...request, userId: 'v', orderId: '2' },
  ];
  for (const entry of entries) journal.write(entry);
  const orders = requestedOrders(journal.read());
  journal.close();
  assert.deepEqual(
    orders.map(({ userId, key, ids, acceptedAt, requests }) => [userId, key, ids, acceptedAt, requests.length]),
    [
      ['u', 'a', ['1'], 210, 3],
      ['u', 'b', [], undefined, 1],
      ['v', 'a', ['2'], 110, 1],
    ],
  );
});
