import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { connect } from '#platform/database/connect.ts';
import { createTestDatabase } from '#platform/database/database.testkit.ts';
import { migrate } from '#platform/database/migrate.ts';
import { countViolations } from './metrics.ts';

describe('the stock against its ledger', () => {
  it('adds up, and every product for which it does not is counted', async () => {
    await using scratch = await createTestDatabase();
    const database = connect(scratch.url, 'products');
    await migrate(database, new URL('./migrations/', import.meta.url));
    const product = (id: string, initial: number, available: number) =>
      database.query(
        `INSERT INTO products (id, name_fr, name_en, description_fr, description_en, price_cents, initial_stock, available, position)
         VALUES (:id, '', '', '', '', 1, :initial, :available, 1)`,
        { replacements: { id, initial, available } },
      );
    const line = (id: string, reason: string, change: number) =>
      database.query("INSERT INTO stock_ledger VALUES ('a-order', :id, :reason, :change, NOW(3))", {
        replacements: { id, reason, change },
      });
    await product('untouched', 5, 5);
    await product('sold', 5, 3);
    await line('sold', 'reserved', -2);
    await product('released', 5, 5);
    await line('released', 'reserved', -2);
    await line('released', 'released', 2);
    assert.equal(await countViolations(database), 0);

    await product('without a line', 5, 4);
    await database.query("UPDATE products SET available = 4 WHERE id = 'sold'");
    assert.equal(await countViolations(database), 2);
    await database.close();
  });
});
