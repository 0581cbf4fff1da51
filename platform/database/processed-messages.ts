/**
 * The definition of the table that a worker needs in its database. It records each handled message with the events that
 * were emitted for it (JSON) and the span that handled it (a traceparent). Migrations use it, so never change it: add a
 * migration instead.
 */
export const processedMessagesTable = `
  CREATE TABLE IF NOT EXISTS processed_messages (
    message_id VARCHAR(255) COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
    emitted JSON NOT NULL,
    traceparent CHAR(55) CHARACTER SET ascii NULL,
    processed_at DATETIME(3) NOT NULL,
    KEY (processed_at)
  ) CHARACTER SET utf8mb4`;

/**
 * The statement that adds the fingerprint of each message's data to the table. It is null for messages that earlier versions
 * handled. Migrations use it, so never change it either.
 */
export const addFingerprint =
  'ALTER TABLE processed_messages ADD COLUMN IF NOT EXISTS fingerprint CHAR(32) CHARACTER SET ascii NULL';
