import type { Migration } from '#platform/database/migrate.ts';

export const up: Migration = ({ context: { execute } }) =>
  execute(`
    CREATE TABLE IF NOT EXISTS signing_keys (
      kid VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
      private_jwk JSON NOT NULL,
      public_jwk JSON NOT NULL,
      created_at DATETIME(3) NOT NULL
    ) CHARACTER SET utf8mb4`);
