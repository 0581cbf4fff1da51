import { PanelBuilder as Table } from '@grafana/grafana-foundation-sdk/table';
import { type Query, sources, withRefIds } from './queries.ts';

/** Returns a table that joins queries with the same labels. `columns` lists the fields in order, with their headings. */
export const table = (
  title: string,
  description: string,
  columns: Readonly<Record<string, string>>,
  ...queries: Query[]
): Table =>
  new Table()
    .title(title)
    .description(description)
    .datasource(sources.prometheus)
    .targets(withRefIds(queries))
    .transformations([
      { id: 'merge', options: {} },
      {
        id: 'organize',
        options: {
          excludeByName: { Time: true },
          indexByName: Object.fromEntries(Object.keys(columns).map((field, index) => [field, index])),
          renameByName: columns,
        },
      },
    ])
    .filterable(false)
    .span(24)
    .height(9);

/** Returns the field options for the unit of a table column. */
export const columnUnit = (unit: string, decimals?: number): { id: string; value: unknown }[] => [
  { id: 'unit', value: unit },
  ...(decimals === undefined ? [] : [{ id: 'decimals', value: decimals }]),
];
