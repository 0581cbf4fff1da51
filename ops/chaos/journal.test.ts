import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { Journal, ordersOf, type Placing } from './journal.ts';

it('a journal tells what was asked for under each key, and which answers were a promise', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const journal = new Journal(join(folder, 'journal.jsonl'));
  const items = [{ productId: 'mouse', quantity: 1 }];
  const placing = { kind: 'placing', at: 100, ms: 10, userId: 'u', key: 'a', items, first: true, status: 202 } as const;
  const entries: Placing[] = [
    { ...placing, status: null },
    { ...placing, at: 300, first: false, orderId: '1' },
    { ...placing, at: 200, first: false, orderId: '1' },
    { ...placing, key: 'b', status: 503 },
    { ...placing, userId: 'v', orderId: '2' },
  ];
  for (const entry of entries) journal.write(entry);
  const orders = ordersOf(journal.read());
  journal.close();
  assert.deepEqual(
    orders.map(({ userId, key, ids, acceptedAt, placings }) => [userId, key, ids, acceptedAt, placings.length]),
    [
      ['u', 'a', ['1'], 210, 3],
      ['u', 'b', [], undefined, 1],
      ['v', 'a', ['2'], 110, 1],
    ],
  );
});
