/** Formats a time for MariaDB, with milliseconds. Sequelize drops these from the replacements of raw queries. */
export function sqlTime(time: Date): string {
  return time.toISOString().slice(0, 23).replace('T', ' ');
}
