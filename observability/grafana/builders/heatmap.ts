import {
  ScaleDistribution,
  ScaleDistributionConfigBuilder,
  TooltipDisplayMode,
} from '@grafana/grafana-foundation-sdk/common';
import {
  FilterValueRangeBuilder,
  PanelBuilder as Heatmap,
  HeatmapColorMode,
  HeatmapColorOptionsBuilder,
  HeatmapTooltipBuilder,
  YAxisConfigBuilder,
} from '@grafana/grafana-foundation-sdk/heatmap';
import { type Query, sources, withRefIds } from './queries.ts';

/** Returns a panel with the distribution of durations over time, from the buckets of a classic histogram. Points link to traces. */
export const heatmap = (title: string, description: string, query: Query): Heatmap =>
  new Heatmap()
    .title(title)
    .description(description)
    .datasource(sources.prometheus)
    .targets(withRefIds([query]))
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
