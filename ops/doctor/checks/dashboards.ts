import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Check, Fault } from '../check.ts';
import { askGrafana } from '../grafana.ts';

const folder = join(import.meta.dirname, '../../../observability/grafana/provisioned');

/** Grafana shows every dashboard of the repository. */
export const dashboards: Check = {
  name: 'dashboards',
  expected: 'every dashboard of observability/grafana/provisioned is there',
  look: ({ at, log }) => `${at.GRAFANA_URL}/dashboards, ${log('grafana')}`,
  run: async (stack) => {
    const found = await askGrafana<{ uid: string; title: string }[]>(stack, '/api/search?type=dash-db&limit=1000');
    const written = await dashboardsWritten();
    const missing = written.filter(({ uid }) => !found.some((one) => one.uid === uid));
    if (missing.length > 0) throw new Fault(`missing: ${missing.map(({ title }) => title).join(', ')}`);
    return `${written.length} there: ${written.map(({ title }) => title).join(', ')}`;
  },
};

async function dashboardsWritten(): Promise<{ uid: string; title: string }[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const written = await Promise.all(
    files.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as { uid: string; title: string }),
  );
  if (written.length === 0) throw new Fault(`there is none in ${folder}`);
  return written.sort((a, b) => a.title.localeCompare(b.title));
}
