import type { Hop } from '../../journey/hops.ts';
import type { Journey } from '../../journey/journey.ts';
import type { Lane } from '../../journey/lanes.ts';
import { duration } from '../format/format.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';
import { arrows } from './arrows.ts';
import { criticalBars, drawBar } from './bar.ts';
import { positions, rowHeight } from './picture-layout.ts';
import type { View } from './view.ts';

interface PictureOptions {
  title: string;
  view: View;
  matches(hop: Hop): boolean;
}

/** Returns the picture of a journey: its lanes over time, with an arrow from each cause to its effect. */
export function journeyPicture(context: PageContext, journey: Journey, { title, view, matches }: PictureOptions): Html {
  const { language, words } = context;
  const texts = words.journey;
  const { lanes, duration: total, answer } = journey;
  const picture = { context, view, total, critical: criticalBars(answer), matches };
  const { tops, height } = positions(lanes);
  const top = (n: number) => tops[n] ?? 0;
  const background = ({ kind, rows }: Lane, n: number) =>
    html`<rect class="lane lane-${kind}" y="${top(n) + 1}" width="100%" height="${rows * rowHeight - 2}"></rect>`;
  const name = ({ name, kind, group }: Lane, n: number) =>
    html`<text class="lane-name lane-name-${kind}" y="${top(n) + 17}">${name}${group && ` → ${group}`}</text>`;
  return html`
        <section class="panel journey-picture" aria-label="${title}: ${texts.picture}">
          <p class="zoom with-script"><button class="btn btn-outline-secondary btn-sm" data-zoom="in">${texts.zoom.in}</button> <button class="btn btn-outline-secondary btn-sm" data-zoom="out">${texts.zoom.out}</button> <button class="btn btn-outline-secondary btn-sm" data-zoom="reset">${texts.zoom.reset}</button> <span>${texts.zoom.help}</span></p>
          <div class="lanes">
            <svg class="lane-names" width="100%" height="${height}" aria-hidden="true">${lanes.map(name)}</svg>
            <svg class="lane-bars" width="100%" height="${height}" role="group" aria-label="${texts.picture}" data-total="${total}">${lanes.map(background)}${arrows(journey, tops)}${lanes.map((lane, n) => html`<g class="lane-row">${lane.bars.map((bar) => drawBar(picture, lane, top(n), bar))}</g>`)}</svg>
          </div>
          <p class="lane-axis" aria-hidden="true">${[0, total / 2, total].map((at) => html`<span>${duration(at, language)}</span>`)}</p>
          <ul class="legend">
            ${(['kafka', 'backoff', 'dead-letter'] as const).map((activity) => html`<li class="key-${activity}">${texts.activities[activity]}</li>`)}
            <li class="key-failed">${texts.marked}</li>
            <li class="key-critical">${texts.critical}</li>
          </ul>
        </section>`;
}
