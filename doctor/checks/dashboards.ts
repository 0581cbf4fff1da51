import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Check, Fault } from '../check.ts';
import { askGrafana } from '../grafana.ts';

const folder = join(import.meta.dirname, '../../observability/grafana');

/** Grafana shows every dashboard of the repository. */
export const dashboards: Check = {
  name: 'dashboards',
  expected: 'every dashboard of observability/grafana is there',
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
  const written: { uid: string; title: string }[] = [];
  for await (const file of glob('**/*.json', { cwd: folder })) {
    const { uid, title } = JSON.parse(await readFile(join(folder, file), 'utf8')) as { uid?: string; title?: string };
    if (uid !== undefined && title !== undefined) written.push({ uid, title });
  }
  if (written.length === 0) throw new Fault(`there is none in ${folder}`);
  return written.sort((a, b) => a.title.localeCompare(b.title));
}
