import { html } from 'hono/html';
import type { Pipeline } from '../operations-page/pipeline.ts';
import { statuses } from '../order.ts';
import { decimal, duration } from './format.ts';
import type { Html } from './layout.ts';
import { time } from './time.ts';
import type { Visit } from './visit.ts';

/** A line of a chart: what it is called, and its values at the times of the pipeline. */
interface Line {
  name: string;
  values: readonly (number | null)[];
}

interface Chart {
  id: string;
  title: string;
  lines: readonly Line[];
  /** What the values are: they are written accordingly. */
  unit: 'rate' | 'seconds' | 'messages';
}

/** The charts, each a table of its values that the script of the page draws. */
export function charts(visit: Visit, pipeline: Pipeline): Html {
  const { words } = visit;
  return html`
      <h2 class="section-title">${words.operations.charts.title}</h2>
      <div class="charts">${chartsOf(visit, pipeline).map((chart) => figure(visit, pipeline.times, chart))}</div>`;
}

function chartsOf({ words }: Visit, { curves }: Pipeline): Chart[] {
  const said = words.operations.charts;
  const quantiles = (series: Pipeline['curves']['acceptance']): Line[] =>
    ['0.5', '0.95'].flatMap((quantile) => {
      const found = series.find(({ labels }) => labels['quantile'] === quantile);
      return found === undefined ? [] : [{ name: said.quantile[quantile] ?? quantile, values: found.values }];
    });
  const settled = statuses.flatMap((status) => {
    const found = curves.settled.find(({ labels }) => labels['status'] === status);
    return found === undefined ? [] : [{ name: said.status[status] ?? status, values: found.values }];
  });
  return [
    {
      id: 'orders',
      title: said.orders,
      unit: 'rate',
      lines: [...curves.placed.map(({ values }) => ({ name: said.placed, values })), ...settled],
    },
    { id: 'acceptance', title: said.acceptance, unit: 'seconds', lines: quantiles(curves.acceptance) },
    { id: 'settlement', title: said.settlement, unit: 'seconds', lines: quantiles(curves.settlement) },
    {
      id: 'lag',
      title: said.lag,
      unit: 'messages',
      lines: curves.lag.map(({ labels, values }) => ({ name: `${labels['group']} · ${labels['topic']}`, values })),
    },
  ];
}

function figure(visit: Visit, times: readonly number[], { id, title, lines, unit }: Chart): Html {
  const { language, words } = visit;
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
          <div class="plot" role="img" aria-labelledby="chart-${id}-title"></div>
          <details id="chart-${id}-values">
            <summary>${words.operations.charts.values}</summary>
            <div class="values" role="region" aria-labelledby="chart-${id}-title" tabindex="0">
              <table class="table" id="chart-${id}-table" data-live>
                <thead><tr><th scope="col">${words.operations.charts.time}</th>${lines.map(({ name }) => html`<th scope="col">${name}</th>`)}</tr></thead>
                <tbody>${times.map(row).toReversed()}
                </tbody>
              </table>
            </div>
          </details>
        </figure>`;
}
