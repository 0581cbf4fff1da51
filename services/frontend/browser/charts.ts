import uPlot from 'uplot';

const { lang } = document.documentElement;
const number = new Intl.NumberFormat(lang === 'fr' ? 'fr-FR' : 'en-IE', { maximumSignificantDigits: 3 });
const duration = (seconds: number) =>
  seconds < 1 ? `${number.format(seconds * 1_000)}\u00a0ms` : `${number.format(seconds)}\u00a0s`;
const clock = new Intl.DateTimeFormat(lang === 'fr' ? 'fr-FR' : 'en-IE', {
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
});

const charts = new Map<string, { chart: uPlot; names: string }>();
const height = 190;

/** Draws each chart from the values in its table. */
export function drawCharts(): void {
  for (const figure of document.querySelectorAll<HTMLElement>('.chart')) {
    const table = figure.querySelector<HTMLTableElement>('details table');
    const plot = figure.querySelector<HTMLElement>('.plot');
    if (table === null || plot === null) continue;
    const [time = '', ...names] = [...table.querySelectorAll('thead th')].map((cell) => cell.textContent);
    const data = dataOf(table);
    const drawn = charts.get(figure.id);
    if (drawn?.names === names.join() && drawn.chart.root.isConnected) drawn.chart.setData(data);
    else {
      drawn?.chart.destroy();
      const chart = new uPlot(
        optionsOf(plot, [time, ...names], figure.dataset['unit'] === 'seconds' ? duration : number.format),
        data,
        plot,
      );
      charts.set(figure.id, { chart, names: names.join() });
    }
  }
}

/** Returns the values of a table in uPlot's format: a list of times and one list per line. The newest row comes first. */
function dataOf(table: HTMLTableElement): uPlot.AlignedData {
  const rows = [...(table.tBodies[0]?.rows ?? [])].toReversed();
  const times = rows.map((row) => Date.parse(row.querySelector('time')?.dateTime ?? '') / 1_000);
  const lines = [...(rows[0]?.cells ?? [])].slice(1).map((_, n) =>
    rows.map((row) => {
      const value = row.cells[n + 1]?.querySelector('data')?.value;
      return value === undefined ? null : Number(value);
    }),
  );
  return [times, ...lines];
}

function optionsOf(
  plot: HTMLElement,
  [time, ...names]: readonly string[],
  show: (value: number) => string,
): uPlot.Options {
  const style = getComputedStyle(plot);
  const ink = style.getPropertyValue('--ink-soft');
  const grid = { stroke: style.getPropertyValue('--line'), width: 1 };
  const axis = { stroke: ink, grid, ticks: grid, font: `12px ${style.fontFamily}` };
  return {
    width: plot.clientWidth,
    height,
    cursor: { y: false, drag: { x: false, y: false } },
    scales: { y: { range: (_chart, _least, most) => [0, most > 0 ? most * 1.1 : 1] } },
    axes: [
      { ...axis, values: (_chart, times) => times.map((time) => clock.format(new Date(time * 1_000))) },
      { ...axis, size: 64, values: (_chart, values) => values.map(show) },
    ],
    series: [
      {
        label: time ?? '',
        value: (_chart, at) => (at === null ? '' : clock.format(new Date(at * 1_000))),
      },
      ...names.map((label, n) => ({
        label,
        stroke: style.getPropertyValue(`--line-${(n % 6) + 1}`),
        width: 2,
        points: { show: false },
        value: (_chart: uPlot, value: number | null) => (value === null ? '–' : show(value)),
      })),
    ],
  };
}

addEventListener('resize', () => {
  for (const { chart } of charts.values()) {
    chart.setSize({ width: chart.root.parentElement?.clientWidth ?? chart.width, height });
  }
});
