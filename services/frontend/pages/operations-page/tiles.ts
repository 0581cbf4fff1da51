import { groupsOf } from '../../operations-page/groups.ts';
import type { Series } from '../../operations-page/prometheus.ts';
import type { Operations } from '../../operations-page/read.ts';
import { type Trend, trendOf } from '../../operations-page/trend.ts';
import { count, decimal, duration, longDuration } from '../format/format.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';
import { latestValue, seriesOf } from './latest-value.ts';

/** The values from which on a figure is bad: the limits of the alerts HighLatencyP95, OrderE2ESlow, ConsumerLagHigh and OrdersStuck. */
const limits = { acceptanceSeconds: 0.5, settlementSeconds: 2, lateSeconds: 15, pendingSeconds: 60 };

interface Tile {
  name: string;
  value: string | undefined;
  /** The part of the page, or the page, that says more. */
  href: string;
  isBad?: boolean;
  trend?: Trend | undefined;
}

/** Returns the key figures of the pipeline. */
export function tiles(context: PageContext, shown: Operations): Html {
  return html`
        <dl class="tiles" aria-label="${context.words.operations.tiles.label}">${tilesOf(context, shown).map((tile) => tileHtml(context, tile))}</dl>`;
}

function tilesOf({ language, words }: PageContext, shown: Operations): Tile[] {
  const texts = words.operations.tiles;
  const { curves, stored, pendingAgeSeconds, deadLetters } = shown.pipeline ?? {};
  const p95 = (series: readonly Series[] | undefined) => latestValue(series, 'quantile', '0.95');
  const quick = (seconds: number | undefined) =>
    seconds === undefined ? undefined : duration(seconds * 1_000, language);
  const number = (value: number | undefined) => (value === undefined ? undefined : count(value, language));
  const placed = latestValue(curves?.placed);
  const [acceptance, settlement] = [p95(curves?.acceptance), p95(curves?.settlement)];
  const lates = (groupsOf(shown) ?? []).flatMap(({ lateSeconds }) => lateSeconds ?? []);
  const late = lates.length === 0 ? undefined : Math.max(...lates);
  const letters = shown.deadLetters?.count() ?? deadLetters;
  const above = (value: number | undefined, limit: number) => value !== undefined && value > limit;
  const trend = (series: readonly Series[] | undefined) => trendOf(seriesOf(series, 'quantile', '0.95')?.values);
  return [
    {
      name: texts.placed,
      value: placed === undefined ? undefined : decimal(placed, language),
      href: '#chart-orders',
      trend: trendOf(curves?.placed?.[0]?.values),
    },
    {
      name: texts.pending,
      value: number(stored?.get('pending')),
      href: '/operations/orders?status=pending',
      isBad: above(pendingAgeSeconds, limits.pendingSeconds),
    },
    {
      name: texts.acceptance,
      value: quick(acceptance),
      href: '#chart-acceptance',
      isBad: above(acceptance, limits.acceptanceSeconds),
      trend: trend(curves?.acceptance),
    },
    {
      name: texts.settlement,
      value: quick(settlement),
      href: '#chart-settlement',
      isBad: above(settlement, limits.settlementSeconds),
      trend: trend(curves?.settlement),
    },
    {
      name: texts.late,
      value: late === undefined ? undefined : longDuration(late, language),
      href: '#groups',
      isBad: above(late, limits.lateSeconds),
    },
    { name: texts.deadLetters, value: number(letters), href: '#letters-title', isBad: above(letters, 0) },
  ];
}

const arrows: Readonly<Record<Trend, string>> = { up: '↗', down: '↘', steady: '→' };

const tileHtml = ({ words }: PageContext, { name, value, href, isBad = false, trend }: Tile): Html => html`
          <div class="tile${isBad && ' tile-bad'}">
            <dt><a href="${href}">${name}</a></dt>
            <dd>${value ?? words.operations.none}${trend && html` <span class="trend" aria-hidden="true">${arrows[trend]}</span><span class="visually-hidden">${words.operations.tiles.trend[trend]}</span>`}${isBad && html` <span class="visually-hidden">${words.operations.tiles.bad}</span>`}</dd>
          </div>`;
