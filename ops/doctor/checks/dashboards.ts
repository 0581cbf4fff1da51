import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Check, CheckFailed } from '../check.ts';
import { askGrafana } from '../grafana.ts';

const folder = join(import.meta.dirname, '../../../observability/grafana/provisioned');

/** Checks that Grafana has every dashboard of the repository. */
export const dashboards: Check = {
  name: 'dashboards',
  expected: 'every dashboard of observability/grafana/provisioned is in Grafana',
  look: ({ at, log }) => `${at.GRAFANA_URL}/dashboards, ${log('grafana')}`,
  run: async (stack) => {
    const found = await askGrafana<{ uid: string; title: string }[]>(stack, '/api/search?type=dash-db&limit=1000');
    const expected = await readDashboards();
    const missing = expected.filter(({ uid }) => !found.some((one) => one.uid === uid));
    if (missing.length > 0) throw new CheckFailed(`missing: ${missing.map(({ title }) => title).join(', ')}`);
    return `${expected.length} dashboards: ${expected.map(({ title }) => title).join(', ')}`;
  },
};

async function readDashboards(): Promise<{ uid: string; title: string }[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const dashboards = await Promise.all(
    files.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as { uid: string; title: string }),
  );
  if (dashboards.length === 0) throw new CheckFailed(`no dashboards in ${folder}`);
  return dashboards.sort((a, b) => a.title.localeCompare(b.title));
}
