import type { Journey } from '../../journey/journey.ts';
import type { Bar, Lane } from '../../journey/lanes.ts';
import { duration } from '../format/format.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';
import { arrows } from './arrows.ts';
import { action } from './hop-action.ts';
import { placed, positions, rowHeight } from './picture-layout.ts';
import { type View, viewLink } from './view.ts';

/** Returns the picture of a journey: its lanes over time, with an arrow from each cause to its effect. */
export function journeyPicture(context: PageContext, journey: Journey, view: View, title: string): Html {
  const { language, words } = context;
  const { lanes, duration: total, answer } = journey;
  const critical = new Set(answer.path.map(({ activity, span }) => `${span.id} ${pauseOf(activity)}`));
  const { tops, height } = positions(lanes);
  const bar = (lane: Lane, top: number) => (one: Bar) => {
    const { hop, activity, marks, row, inner } = one;
    const { x, width } = placed(one, total);
    const y = top + row * rowHeight + (inner ? 7 : 3);
    const kind = activity === 'working' ? `svc-${hop.span.process}` : `fill-${activity}`;
    const classes = ['bar', kind, ...marks.map((mark) => `is-${mark}`)];
    if (critical.has(`${hop.span.id} ${pauseOf(activity)}`)) classes.push('is-critical');
    if (hop.span.id === view.span) classes.push('is-selected');
    const name =
      activity === 'working'
        ? `${lane.name}: ${action(context, hop)}`
        : `${words.journey.activities[activity]}, ${hop.event ?? lane.name}`;
    const text = `${name}, ${duration(one.duration, language)}`;
    return html`<a class="${classes.join(' ')}" href="${viewLink(view, { span: hop.span.id })}#detail" aria-label="${text}"><rect x="${x}%" y="${y}" width="${width}%" height="${rowHeight - (inner ? 14 : 6)}" rx="3"><title>${text}</title></rect></a>`;
  };
  const lane = (lane: Lane, n: number) => html`<g>${lane.bars.map(bar(lane, tops[n] ?? 0))}</g>`;
  const background = ({ kind, rows }: Lane, n: number) =>
    html`<rect class="lane lane-${kind}" y="${(tops[n] ?? 0) + 1}" width="100%" height="${rows * rowHeight - 2}"></rect>`;
  return html`
        <section class="panel journey-picture" aria-label="${title}: ${words.journey.picture}">
          <div class="lanes">
            <svg class="lane-names" width="100%" height="${height}" aria-hidden="true">${lanes.map((one, n) => html`<text class="lane-name lane-name-${one.kind}" y="${(tops[n] ?? 0) + 16}">${one.name}${one.group && ` → ${one.group}`}</text>`)}</svg>
            <svg class="lane-bars" width="100%" height="${height}" role="group" aria-label="${words.journey.picture}">${lanes.map(background)}${arrows(journey, tops)}${lanes.map(lane)}</svg>
          </div>
          <p class="lane-axis" aria-hidden="true"><span>0</span><span>${duration(total / 2, language)}</span><span>${duration(total, language)}</span></p>
          <ul class="legend">
            ${(['kafka', 'backoff', 'dead-letter'] as const).map((activity) => html`<li class="key-${activity}">${words.journey.activities[activity]}</li>`)}
            <li class="key-failed">${words.journey.marked}</li>
            <li class="key-critical">${words.journey.critical}</li>
          </ul>
        </section>`;
}

/** Work and the statements within it are one kind of bar. */
const pauseOf = (activity: string): string => (['kafka', 'backoff', 'dead-letter'].includes(activity) ? activity : '');
