import type { Migration } from '#platform/database/migrate.ts';

export const up: Migration = ({ context: { execute } }) =>
  execute(`
    CREATE TABLE IF NOT EXISTS users (
      id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
      username VARCHAR(64) COLLATE utf8mb4_nopad_bin NOT NULL UNIQUE,
      password_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      role ENUM('customer', 'admin') NOT NULL,
      created_at DATETIME(3) NOT NULL
    ) CHARACTER SET utf8mb4`);
