import { BaseError } from 'sequelize';

const noSuchTable = 1146;

/** MariaDB error codes after which a retry may succeed: outages, locks and exhausted resources. */
const temporaryServerErrors = new Map([
  [1020, 'record changed since last read'],
  [1021, 'disk full'],
  [1026, 'error writing file'],
  [1040, 'too many connections'],
  [1041, 'out of memory'],
  [1044, 'access to the database denied'],
  [1045, 'access denied'],
  [1053, 'server shutdown in progress'],
  [1114, 'table full'],
  [1129, 'host blocked'],
  [noSuchTable, 'migrations not finished'],
  [1203, 'too many connections of the user'],
  [1205, 'lock wait timeout'],
  [1206, 'lock table full'],
  [1213, 'deadlock'],
  [1226, 'resource limit of the user'],
  [1290, 'server runs read-only'],
  [1317, 'query interrupted'],
  [1792, 'read-only transaction'],
  [1927, 'connection killed'],
  [1969, 'statement timeout'],
]);

/** Error codes of mysql2 and of Node's sockets after which a new connection may succeed. */
const temporaryConnectionErrors = new Set([
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

const connectionErrorName =
  /^Sequelize(Connection|HostNotFound|HostNotReachable|InvalidConnection|AccessDenied|Timeout)/;

/**
 * The messages of errors without a code: a connection of the pool was lost while it was idle (mysql2), or the pool is
 * closed because the process stops (Sequelize).
 */
const closedConnectionMessage = /closed state|connection manager was closed/;

/** Returns true if a query failed because the database is unreachable, full, busy or locked: a retry may succeed. */
export function isUnavailable(error: unknown): boolean {
  return errorChain(error).some(
    (cause) =>
      (cause instanceof BaseError && connectionErrorName.test(cause.name)) ||
      ('errno' in cause && typeof cause.errno === 'number' && temporaryServerErrors.has(cause.errno)) ||
      ('code' in cause && typeof cause.code === 'string' && temporaryConnectionErrors.has(cause.code)) ||
      closedConnectionMessage.test(cause.message),
  );
}

/** Returns true if a query failed because a table does not exist. */
export function isTableMissing(error: unknown): boolean {
  return errorChain(error).some((cause) => 'errno' in cause && cause.errno === noSuchTable);
}

/** Returns the error and its causes. Sequelize keeps the error of the driver as `parent`. */
function errorChain(error: unknown): Error[] {
  const found: Error[] = [];
  for (let next = error; next instanceof Error && !found.includes(next); ) {
    found.push(next);
    next = 'parent' in next && next.parent !== undefined ? next.parent : next.cause;
  }
  return found;
}
