// Checks that the database user of the collector reads no more than it needs for its metrics.
import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { environment } from './support/environment.ts';
import { prometheus } from './support/query-apis.ts';
import { until } from './support/until.ts';

async function connect(t: TestContext, uri: string): Promise<Connection> {
  const connection = await createConnection(uri);
  t.after(() => connection.end());
  return connection;
}

const rowsOf = async (connection: Connection, sql: string) => (await connection.query<RowDataPacket[]>(sql))[0];

test('the monitor sees no statements of others', async (t) => {
  const [other, root, monitor] = await Promise.all([
    connect(t, environment.mariadbRootUrl),
    connect(t, environment.mariadbRootUrl),
    connect(t, environment.mariadbMonitorUrl),
  ]);
  await other.beginTransaction();
  const secret = "'a secret of another user'";
  const sleeping = other.query(`SELECT SLEEP(60), ${secret}`).catch(() => undefined);
  const list = 'SELECT id, info FROM information_schema.processlist';
  const id = await until('root sees the statement', async () => {
    const rows = await rowsOf(root, list);
    return rows.find(({ info }) => info?.includes(`SLEEP(60), ${secret}`))?.['id'];
  });

  const visible = await Promise.all(
    ['SHOW FULL PROCESSLIST', list, 'SELECT * FROM performance_schema.events_statements_summary_by_digest'].map((sql) =>
      rowsOf(monitor, sql),
    ),
  );
  assert.ok(!JSON.stringify(visible).includes('SLEEP'), JSON.stringify(visible));
  for (const table of ['performance_schema.events_statements_history', 'performance_schema.threads', 'users.users']) {
    await assert.rejects(monitor.query(`SELECT * FROM ${table}`), { code: 'ER_TABLEACCESS_DENIED_ERROR' }, table);
  }
  for (const sql of ['SHOW ENGINE INNODB STATUS', 'SELECT * FROM information_schema.innodb_trx']) {
    await assert.rejects(monitor.query(sql), { code: 'ER_SPECIFIC_ACCESS_DENIED_ERROR' }, sql);
  }
  await root.query(`KILL QUERY ${id}`);
  await sleeping;
});

test('the metrics of MariaDB arrive', async () => {
  const names = ['threads', 'row_locks_total', 'commands_total', 'query_count_total', 'buffer_pool_usage_bytes'];
  for (const name of names) {
    const series = () => prometheus('query', { query: `mysql_${name}` }) as Promise<{ result: unknown[] }>;
    await until(`Prometheus has mysql_${name}`, async () => (await series()).result.length > 0);
  }
});
