import type { Migration } from '#platform/database/migrate.ts';

export const up: Migration = async ({ context: { execute } }) => {
  await execute(`
    CREATE TABLE IF NOT EXISTS reservations (
      order_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
      status ENUM('reserved', 'rejected', 'released') NOT NULL,
      created_at DATETIME(3) NOT NULL,
      updated_at DATETIME(3) NOT NULL
    ) CHARACTER SET utf8mb4`);
  await execute(`
    CREATE TABLE IF NOT EXISTS stock_ledger (
      order_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      product_id VARCHAR(64) COLLATE utf8mb4_nopad_bin NOT NULL,
      reason ENUM('reserved', 'released') NOT NULL,
      \`change\` INT NOT NULL,
      at DATETIME(3) NOT NULL,
      PRIMARY KEY (order_id, product_id, reason),
      KEY (product_id)
    ) CHARACTER SET utf8mb4`);
};
