import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Dashboard, Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { parse } from 'yaml';
import { dashboards } from './dashboards/index.ts';
import { files } from './files.ts';

const here = import.meta.dirname;

describe('the dashboards', () => {
  it('are generated and up to date: npm run dashboards', async () => {
    const folder = join(here, 'provisioned');
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
    assert.deepEqual(names.sort(), [...files.keys()].sort());
    for (const [name, content] of files) {
      assert.ok((await readFile(join(folder, name), 'utf8')) === content, `${name} is not up to date`);
    }
  });

  it('query only data sources that exist', async () => {
    const { datasources } = parse(await readFile(join(here, 'datasources', 'datasources.yaml'), 'utf8')) as {
      datasources: { uid: string; type: string }[];
    };
    const known = datasources.map(({ uid, type }) => ({ type, uid }));
    for (const dashboard of dashboards) {
      const panels = panelsOf(dashboard).filter(({ targets }) => targets);
      const asked = [
        ...panels.flatMap(({ datasource, targets = [] }) => [
          datasource,
          ...targets.map((target) => (target as Pick<Panel, 'datasource'>).datasource),
        ]),
        ...(dashboard.templating.list ?? []).filter(({ type }) => type === 'query').map(({ datasource }) => datasource),
        ...(dashboard.annotations.list ?? []).map(({ datasource }) => datasource),
      ];
      for (const source of asked) {
        assert.ok(
          known.some(({ type, uid }) => source?.type === type && source.uid === uid),
          `${dashboard.uid}: ${JSON.stringify(source)}`,
        );
      }
    }
  });

  it('link only to dashboards that exist', () => {
    const uids = dashboards.map(({ uid }) => uid);
    const links = [...files.values()].flatMap((content) => [...content.matchAll(/"\/d\/([\w-]*)/g)]);
    assert.notEqual(links.length, 0);
    for (const [, uid] of links)
      assert.ok(
        uids.some((known) => known === uid),
        `no dashboard ${uid}`,
      );
  });

  for (const dashboard of dashboards) {
    describe(`${dashboard.title}`, () => {
      it('has panels with unique ids that do not overlap', () => {
        const ids = (dashboard.panels ?? []).flatMap((panel) =>
          'panels' in panel ? [panel.id, ...panel.panels.map(({ id }) => id)] : [panel.id],
        );
        assert.deepEqual([...new Set(ids)], ids);
        const taken = new Map<string, string>();
        for (const { title = '', gridPos } of panelsOf(dashboard)) {
          assert.ok(gridPos && gridPos.w > 0 && gridPos.h > 0 && gridPos.x + gridPos.w <= 24, title);
          const { y: top, h: height } = gridPos;
          for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
            for (let y = top; y < top + height; y++) {
              assert.equal(taken.get(`${x},${y}`), undefined, `${title} overlaps another panel`);
              taken.set(`${x},${y}`, title);
            }
          }
        }
      });

      it('begins with the row Health', () => {
        assert.equal(dashboard.panels?.[0]?.title, 'Health');
      });

      it('has a description and a unit for every panel', () => {
        for (const { type, title = '', description = '', fieldConfig } of panelsOf(dashboard)) {
          if (type === 'text') continue;
          assert.notEqual(title, '');
          assert.match(description, /^[A-Z0-9"'].*\.$/, title);
          if (type === 'stat' || type === 'timeseries') assert.ok(fieldConfig?.defaults.unit, title);
        }
      });

      it('overrides only columns that the table has', () => {
        for (const { title, type, transformations = [], fieldConfig } of panelsOf(dashboard)) {
          if (type !== 'table' || transformations.length === 0) continue;
          const columns = transformations.flatMap(({ id, options }) =>
            id === 'organize'
              ? Object.values<string>((options as { renameByName: Record<string, string> }).renameByName)
              : [],
          );
          for (const { matcher } of fieldConfig?.overrides ?? []) {
            assert.ok(columns.includes(String(matcher.options)), `${title}: ${matcher.options}`);
          }
        }
      });
    });
  }
});

/** Returns all panels, including those in closed rows, without the rows. */
function panelsOf(dashboard: Dashboard): Panel[] {
  return (dashboard.panels ?? []).flatMap((panel) => ('panels' in panel ? panel.panels : [panel]));
}
