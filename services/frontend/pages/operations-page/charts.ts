import type { Pipeline } from '../../operations-page/pipeline.ts';
import { statuses } from '../../orders/order.ts';
import { decimal, duration } from '../format/format.ts';
import { time } from '../format/time.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';

/** A line of a chart, with one value for each time of the pipeline. */
interface Line {
  name: string;
  values: readonly (number | null)[];
}

interface Chart {
  id: string;
  title: string;
  /** Undefined if the query failed. */
  lines: readonly Line[] | undefined;
  /** The unit of the values, which decides their format. */
  unit: 'rate' | 'seconds' | 'messages';
}

/** Returns the charts. Each holds a table of its values, from which the script of the page draws the lines. */
export function charts(context: PageContext, pipeline: Pipeline): Html {
  const { words } = context;
  return html`
      <h2 class="section-title">${words.operations.charts.title}</h2>
      <div class="charts">${chartsOf(context, pipeline).map((chart) => figure(context, pipeline.times, chart))}</div>`;
}

function chartsOf({ words }: PageContext, { curves }: Pipeline): Chart[] {
  const texts = words.operations.charts;
  const quantiles = (series: Pipeline['curves']['acceptance']): Line[] | undefined =>
    series &&
    ['0.5', '0.95'].flatMap((quantile) => {
      const found = series.find(({ labels }) => labels['quantile'] === quantile);
      return found === undefined ? [] : [{ name: texts.quantile[quantile] ?? quantile, values: found.values }];
    });
  const settled = statuses.flatMap((status) => {
    const found = curves.settled?.find(({ labels }) => labels['status'] === status);
    return found === undefined ? [] : [{ name: texts.status[status] ?? status, values: found.values }];
  });
  return [
    {
      id: 'orders',
      title: texts.orders,
      unit: 'rate',
      lines: curves.placed && [...curves.placed.map(({ values }) => ({ name: texts.placed, values })), ...settled],
    },
    { id: 'acceptance', title: texts.acceptance, unit: 'seconds', lines: quantiles(curves.acceptance) },
    { id: 'settlement', title: texts.settlement, unit: 'seconds', lines: quantiles(curves.settlement) },
    {
      id: 'lag',
      title: texts.lag,
      unit: 'messages',
      lines: curves.lag?.map(({ labels, values }) => ({ name: `${labels['group']} · ${labels['topic']}`, values })),
    },
  ];
}

function figure(context: PageContext, times: readonly number[], { id, title, lines, unit }: Chart): Html {
  if (lines === undefined) {
    return html`
        <figure class="panel chart">
          <figcaption>${title}</figcaption>
          <p class="notice">${context.words.operations.missing}</p>
        </figure>`;
  }
  const { language, words } = context;
  const shown = (value: number) => (unit === 'seconds' ? duration(value * 1_000, language) : decimal(value, language));
  const cell = (value: number | null | undefined) =>
    value === null || value === undefined
      ? html`<td>${words.operations.none}</td>`
      : html`<td><data value="${value}">${shown(value)}</data></td>`;
  const row = (at: number, n: number) => html`
              <tr><th scope="row">${time(new Date(at * 1_000).toISOString(), 'short', language)}</th>${lines.map(({ values }) => cell(values[n]))}</tr>`;
  return html`
        <figure class="panel chart" id="chart-${id}" data-unit="${unit}">
          <figcaption id="chart-${id}-title">${title}</figcaption>
          <div class="plot" role="img" aria-labelledby="chart-${id}-title" data-drawn></div>
          <details id="chart-${id}-values">
            <summary>${words.operations.charts.values}</summary>
            <div class="values" role="region" aria-labelledby="chart-${id}-title" tabindex="0">
              <table class="table" id="chart-${id}-table">
                <thead><tr><th scope="col">${words.operations.charts.time}</th>${lines.map(({ name }) => html`<th scope="col">${name}</th>`)}</tr></thead>
                <tbody>${times.map(row).toReversed()}
                </tbody>
              </table>
            </div>
          </details>
        </figure>`;
}
