import { BaseError } from 'sequelize';

/** Error codes of MariaDB, of mysql2 and of Node's sockets that pass when the outage does. */
const passing = new Set([
  'ER_CON_COUNT_ERROR',
  'ER_OUT_OF_RESOURCES',
  'ER_ACCESS_DENIED_ERROR',
  'ER_DBACCESS_DENIED_ERROR',
  'ER_USER_LIMIT_REACHED',
  'ER_SERVER_SHUTDOWN',
  'ER_NORMAL_SHUTDOWN',
  'ER_CONNECTION_KILLED',
  'ER_QUERY_INTERRUPTED',
  'ER_STATEMENT_TIMEOUT',
  'ER_LOCK_DEADLOCK',
  'ER_LOCK_WAIT_TIMEOUT',
  'ER_LOCK_TABLE_FULL',
  'ER_CHECKREAD',
  'ER_DISK_FULL',
  'ER_RECORD_FILE_FULL',
  'ER_ERROR_ON_WRITE',
  'ER_OPTION_PREVENTS_STATEMENT',
  'ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION',
  'ER_NO_SUCH_TABLE', // until the first migration is done
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_SEQUENCE_TIMEOUT',
  'PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR',
  'PROTOCOL_ENQUEUE_AFTER_QUIT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

const sequelizeUnavailable =
  /^Sequelize(Connection|HostNotFound|HostNotReachable|InvalidConnection|AccessDenied|Timeout)/;

/** Whether a query failed because the database is away, full or busy, so that the same query may succeed later. */
export function isUnavailable(error: unknown): boolean {
  return causes(error).some(
    (cause) =>
      (cause instanceof BaseError && sequelizeUnavailable.test(cause.name)) ||
      ('code' in cause && typeof cause.code === 'string' && passing.has(cause.code)) ||
      // mysql2 gives this error no code when a pooled connection died unnoticed.
      cause.message.includes('closed state'),
  );
}

/** The error and those behind it: Sequelize keeps the driver's error as `parent`. */
function causes(error: unknown): Error[] {
  const found: Error[] = [];
  for (let next = error; next instanceof Error && !found.includes(next); ) {
    found.push(next);
    next = 'parent' in next && next.parent !== undefined ? next.parent : next.cause;
  }
  return found;
}
