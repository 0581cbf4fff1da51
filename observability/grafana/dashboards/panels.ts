import {
  BigValueColorMode,
  BigValueGraphMode,
  LegendDisplayMode,
  LegendPlacement,
  LogsSortOrder,
  ReduceDataOptionsBuilder,
  ScaleDistribution,
  ScaleDistributionConfigBuilder,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import {
  PanelBuilder as AnyPanel,
  DashboardLinkBuilder,
  DashboardLinkType,
  FieldColorBuilder,
  FieldColorModeId,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';
import {
  FilterValueRangeBuilder,
  PanelBuilder as Heatmap,
  HeatmapColorMode,
  HeatmapColorOptionsBuilder,
  HeatmapTooltipBuilder,
  YAxisConfigBuilder,
} from '@grafana/grafana-foundation-sdk/heatmap';
import { PanelBuilder as Logs } from '@grafana/grafana-foundation-sdk/logs';
import {
  EdgeOptionsBuilder,
  PanelBuilder as NodeGraph,
  NodeOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/nodegraph';
import { PanelBuilder as Stat } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as Table } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as Text, TextMode } from '@grafana/grafana-foundation-sdk/text';
import { PanelBuilder as Timeseries } from '@grafana/grafana-foundation-sdk/timeseries';
import { type Query, sources } from './queries.ts';
import { type DashboardName, uids } from './uids.ts';

// The panels of all dashboards. Units are Grafana's ids: s, reqps, percentunit, bytes, short.
// A panel that may be empty explains why with noValue(). Grafana shows that text instead of "No data", and the test of the
// dashboards accepts an empty result for that panel.

const lettered = (queries: readonly Query[]): Query[] =>
  queries.map((query, index) => query.refId(String.fromCharCode(65 + index)));

/** Returns a panel with one number, colored by its thresholds, and its history in the background. */
export const stat = (title: string, unit: string, description: string, ...queries: Query[]): Stat =>
  new Stat()
    .title(title)
    .description(description)
    .unit(unit)
    .datasource(sources.prometheus)
    .targets(lettered(queries))
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']))
    .graphMode(BigValueGraphMode.Area)
    .colorMode(BigValueColorMode.Value)
    .thresholds(levels([]))
    .span(4)
    .height(4);

/** Returns a panel with lines over time. */
export const graph = (title: string, unit: string, description: string, ...queries: Query[]): Timeseries =>
  new Timeseries()
    .title(title)
    .description(description)
    .unit(unit)
    .datasource(sources.prometheus)
    .targets(lettered(queries))
    .axisSoftMin(0)
    .lineWidth(1)
    .fillOpacity(8)
    .showPoints(VisibilityMode.Never)
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending))
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.PaletteClassicByName))
    .span(12)
    .height(8);

/** Returns a panel with stacked areas: the parts of a whole over time. */
export const stacked = (...panel: Parameters<typeof graph>): Timeseries =>
  graph(...panel)
    .stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group('A'))
    .fillOpacity(30);

/** Returns a panel with the distribution of durations over time, from the buckets of a classic histogram. Points link to traces. */
export const heatmap = (title: string, description: string, query: Query): Heatmap =>
  new Heatmap()
    .title(title)
    .description(description)
    .datasource(sources.prometheus)
    .targets(lettered([query]))
    .color(
      new HeatmapColorOptionsBuilder()
        .mode(HeatmapColorMode.Scheme)
        .scheme('Oranges')
        .fill('dark-orange')
        .exponent(0.5)
        .steps(64),
    )
    .yAxis(new YAxisConfigBuilder().unit('s'))
    .tooltip(new HeatmapTooltipBuilder().mode(TooltipDisplayMode.Single).yHistogram(true).showColorScale(true))
    .scaleDistribution(new ScaleDistributionConfigBuilder().type(ScaleDistribution.Linear))
    .exemplarsColor('rgba(31, 120, 193, 0.9)')
    .filterValues(new FilterValueRangeBuilder().le(1e-9))
    .cellGap(1)
    .showLegend()
    .span(12)
    .height(9);

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
    .targets(lettered(queries))
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

/** Returns a panel with log records, newest first. Each links to its trace. */
export const logs = (title: string, description: string, query: Query): Logs =>
  new Logs()
    .title(title)
    .description(description)
    .datasource(sources.loki)
    .targets(lettered([query]))
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
    .targets(lettered([query]))
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
    .targets(lettered([query]))
    .span(24)
    .height(16);

/**
 * Returns a graph of services with the calls per second between them. The results of `nodes` have the labels `id` and
 * `title`, those of `edges` the labels `id`, `source` and `target`.
 */
export const serviceGraph = (title: string, description: string, nodes: Query, edges: Query): NodeGraph =>
  new NodeGraph()
    .title(title)
    .description(description)
    .datasource(sources.prometheus)
    .targets([nodes.refId('nodes'), edges.refId('edges')])
    .nodes(new NodeOptionsBuilder().mainStatUnit('ops'))
    .edges(new EdgeOptionsBuilder().mainStatUnit('ops'))
    .transformations(
      ['nodes', 'edges'].map((refId) => ({
        id: 'organize',
        filter: { id: 'byRefId', options: refId },
        options: {
          excludeByName: { Time: true },
          renameByName: { Value: 'mainstat', [`Value #${refId}`]: 'mainstat' },
        },
      })),
    )
    .span(12)
    .height(12);

/** Returns a panel with Markdown text. */
export const note = (markdown: string): Text => new Text().mode(TextMode.Markdown).content(markdown).span(24).height(3);

type Step = readonly [from: number, color: 'green' | 'orange' | 'red' | 'blue'];

/** Returns thresholds: each step has its color from its value on, and values below the first step have the color `base`. */
export function levels(steps: readonly Step[], base: Step[1] = 'green'): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps([{ value: null, color: base } as const, ...steps.map(([value, color]) => ({ value, color }))]);
}

/** Returns thresholds that are green below `warn` and red from `bad` on. */
export const lowIsGood = (warn: number, bad: number): ThresholdsConfigBuilder =>
  levels([...(warn < bad ? [[warn, 'orange'] as const] : []), [bad, 'red']]);

/** Returns thresholds that are red below `warn` and green from `good` on. */
export const highIsGood = (warn: number, good: number): ThresholdsConfigBuilder =>
  levels([...(warn < good ? [[warn, 'orange'] as const] : []), [good, 'green']], 'red');

/** Returns a link to another dashboard that keeps the selected time and environment. */
export const linkTo = (name: DashboardName, title: string): DashboardLinkBuilder =>
  new DashboardLinkBuilder(title)
    .type(DashboardLinkType.Link)
    .url(`/d/${uids[name]}?\${__url_time_range}&\${environment:queryparam}`);
