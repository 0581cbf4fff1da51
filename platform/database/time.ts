/** A time as MariaDB writes it, with milliseconds, which Sequelize drops from the values of a query of one's own. */
export function sqlTime(time: Date): string {
  return time.toISOString().slice(0, 23).replace('T', ' ');
}
