/**
 * The tables of performance_schema that the collector's mysql receiver reads. The server runs without performance_schema,
 * so they are empty; a missing right would make the receiver log an error every 10 s.
 */
const tables = [
  'table_io_waits_summary_by_table',
  'table_io_waits_summary_by_index_usage',
  'table_lock_waits_summary_by_table',
  'events_statements_summary_by_digest',
];

/**
 * Returns the statements that create the collector's user, who may read the counters of the server. The user has no right to
 * read data or the statements of others, which PROCESS or other tables of performance_schema would show.
 * @param user the name in SQL, such as `monitor@localhost`
 * @param password base64url, which needs no escaping
 */
export const monitorStatements = (user: string, password: string): string[] => [
  `CREATE OR REPLACE USER ${user} IDENTIFIED BY '${password}' WITH MAX_USER_CONNECTIONS 5;`,
  `GRANT SLAVE MONITOR ON *.* TO ${user};`,
  ...tables.map((table) => `GRANT SELECT ON performance_schema.${table} TO ${user};`),
];
