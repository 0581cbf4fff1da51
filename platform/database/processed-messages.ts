/**
 * The messages that a worker has handled, with the events it emitted for each (JSON) and the span that did the work (a
 * traceparent). Every database of a worker has this table. It is part of migrations: change it by a new one.
 */
export const processedMessagesTable = `
  CREATE TABLE IF NOT EXISTS processed_messages (
    message_id VARCHAR(255) COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
    emitted JSON NOT NULL,
    traceparent CHAR(55) CHARACTER SET ascii NULL,
    processed_at DATETIME(3) NOT NULL,
    KEY (processed_at)
  ) CHARACTER SET utf8mb4`;
