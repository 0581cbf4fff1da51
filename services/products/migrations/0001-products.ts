import type { Migration } from '#platform/database/migrate.ts';

/** UNSIGNED prevents any statement from reducing `available` below zero. */
export const up: Migration = ({ context: { execute } }) =>
  execute(`
    CREATE TABLE IF NOT EXISTS products (
      id VARCHAR(64) COLLATE utf8mb4_nopad_bin NOT NULL PRIMARY KEY,
      name_fr VARCHAR(255) NOT NULL,
      name_en VARCHAR(255) NOT NULL,
      description_fr TEXT NOT NULL,
      description_en TEXT NOT NULL,
      price_cents INT UNSIGNED NOT NULL,
      initial_stock INT UNSIGNED NOT NULL,
      available INT UNSIGNED NOT NULL,
      position INT NOT NULL
    ) CHARACTER SET utf8mb4`);
