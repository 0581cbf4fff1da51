import type { Migration } from '#platform/database/migrate.ts';

/** `placed_at` is null until `order.placed` arrives, and so is `user_id` unless a cancellation was requested earlier. */
export const up: Migration = async ({ context: { execute } }) => {
  await execute(`
    CREATE TABLE IF NOT EXISTS orders (
      id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
      user_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
      status ENUM('pending', 'confirmed', 'rejected', 'cancelled') NOT NULL,
      stock ENUM('unknown', 'reserved', 'rejected', 'released') NOT NULL DEFAULT 'unknown',
      items JSON NULL,
      total_cents INT UNSIGNED NULL,
      reason VARCHAR(255) NULL,
      trace_id CHAR(32) CHARACTER SET ascii NULL,
      placed_at DATETIME(3) NULL,
      updated_at DATETIME(3) NOT NULL,
      KEY (user_id, placed_at, id)
    ) CHARACTER SET utf8mb4`);
  await execute(`
    CREATE TABLE IF NOT EXISTS order_history (
      order_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      status ENUM('pending', 'confirmed', 'rejected', 'cancelled') NOT NULL,
      at DATETIME(3) NOT NULL,
      PRIMARY KEY (order_id, status)
    ) CHARACTER SET utf8mb4`);
};
