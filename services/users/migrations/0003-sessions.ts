import type { Migration } from '#platform/database/migrate.ts';

export const up: Migration = ({ context: { execute } }) =>
  execute(`
    CREATE TABLE IF NOT EXISTS sessions (
      id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
      user_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      expires_at DATETIME(3) NOT NULL,
      ended_at DATETIME(3) NULL,
      KEY sessions_of_user (user_id),
      KEY expired_sessions (expires_at),
      KEY ended_sessions (ended_at, expires_at, id)
    ) CHARACTER SET utf8mb4`);
