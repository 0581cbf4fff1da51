import { LogsSortOrder } from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder as AnyPanel } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as Logs } from '@grafana/grafana-foundation-sdk/logs';
import { PanelBuilder as Table } from '@grafana/grafana-foundation-sdk/table';
import { uids } from '../uids.ts';
import { type Query, sources, withRefIds } from './queries.ts';

/** Returns a panel with log records, newest first. Each links to its trace. */
export const logs = (title: string, description: string, query: Query): Logs =>
  new Logs()
    .title(title)
    .description(description)
    .datasource(sources.loki)
    .targets(withRefIds([query]))
    .showTime(true)
    .showLabels(false)
    .wrapLogMessage(true)
    .enableLogDetails(true)
    .sortOrder(LogsSortOrder.Descending)
    .span(24)
    .height(12);

/** Returns a table with the traces that a search finds. Each row links to the trace and to its logs. */
export const traceTable = (title: string, description: string, query: Query): Table =>
  new Table()
    .title(title)
    .description(description)
    .datasource(sources.jaeger)
    .targets(withRefIds([query]))
    .overrideByName('traceID', [
      {
        id: 'links',
        value: [{ title: 'Trace and logs', url: `/d/${uids.logs}?var-trace=\${__value.raw}&\${__url_time_range}` }],
      },
    ])
    .span(12)
    .height(10);

/** Returns a panel with one trace and all its spans. The SDK has no builder for it. */
export const traceView = (title: string, description: string, query: Query): AnyPanel =>
  new AnyPanel()
    .type('traces')
    .title(title)
    .description(description)
    .datasource(sources.jaeger)
    .targets(withRefIds([query]))
    .span(24)
    .height(16);
