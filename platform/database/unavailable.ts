import { BaseError } from 'sequelize';

const noSuchTable = 1146;

/** Errors of the server that pass when the outage, the lock or the lack of space does (MariaDB Error Codes). */
const passingServerErrors = new Map([
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
  [noSuchTable, 'the first migration is not done'],
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

/** Error codes of mysql2 and of Node's sockets for a server that cannot be reached. */
const passingConnectionErrors = new Set([
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

/** A pooled connection that died unnoticed (mysql2), or a pool that is closed because the process stops (Sequelize). */
const uncoded = /closed state|connection manager was closed/;

/** Whether a query failed because the database is away, full or busy, or lost to a lock, so that the same query may succeed later. */
export function isUnavailable(error: unknown): boolean {
  return causes(error).some(
    (cause) =>
      (cause instanceof BaseError && sequelizeUnavailable.test(cause.name)) ||
      ('errno' in cause && typeof cause.errno === 'number' && passingServerErrors.has(cause.errno)) ||
      ('code' in cause && typeof cause.code === 'string' && passingConnectionErrors.has(cause.code)) ||
      uncoded.test(cause.message),
  );
}

/** Whether a query failed for want of a table. */
export function isTableMissing(error: unknown): boolean {
  return causes(error).some((cause) => 'errno' in cause && cause.errno === noSuchTable);
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
