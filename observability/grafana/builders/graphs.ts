import {
  BigValueColorMode,
  BigValueGraphMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { FieldColorBuilder, FieldColorModeId } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as Stat } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as Timeseries } from '@grafana/grafana-foundation-sdk/timeseries';
import { type Query, sources, withRefIds } from './queries.ts';
import { levels } from './thresholds.ts';

// Units are Grafana's ids: s, reqps, percentunit, bytes, short.
// A panel that may be empty explains why with noValue(). Grafana shows that text instead of "No data", and the test of the
// dashboards accepts an empty result for that panel.

/** Returns a panel with one number, colored by its thresholds, and its history in the background. */
export const stat = (title: string, unit: string, description: string, ...queries: Query[]): Stat =>
  new Stat()
    .title(title)
    .description(description)
    .unit(unit)
    .datasource(sources.prometheus)
    .targets(withRefIds(queries))
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
    .targets(withRefIds(queries))
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
