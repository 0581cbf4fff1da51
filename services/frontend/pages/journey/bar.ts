import type { Answer } from '../../journey/answer.ts';
import type { Hop } from '../../journey/hops.ts';
import type { Bar, Lane } from '../../journey/lanes.ts';
import { duration } from '../format/format.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';
import { action } from './hop-action.ts';
import { placed, rowHeight } from './picture-layout.ts';
import { type View, viewLink } from './view.ts';

/** The properties that all bars of a picture share. */
export interface Picture {
  context: PageContext;
  view: View;
  /** The duration of the whole journey. */
  total: number;
  /** The bars on the critical path, as `barKey` names them. */
  critical: ReadonlySet<string>;
  /** Returns true for a hop that the filter of the page matches. */
  matches(hop: Hop): boolean;
}

/** Returns the names of the bars on the critical path. */
export const criticalBars = ({ path }: Answer): ReadonlySet<string> =>
  new Set(path.map(({ activity, span }) => barKey(activity, span.id)));

const pauses: readonly string[] = ['kafka', 'backoff', 'dead-letter'];

/** Returns the name of a bar: work and the statements within it are the same kind. */
const barKey = (activity: string, span: string): string =>
  `${pauses.includes(activity) ? activity : 'working'}-${span}`;

/** Returns a bar of the picture: a link to the details of its hop. */
export function drawBar(picture: Picture, lane: Lane, top: number, bar: Bar): Html {
  const { context, view, total, critical, matches } = picture;
  const { hop, at, duration: ms, activity, marks, row, inner } = bar;
  const { x, width } = placed(bar, { from: 0, to: total });
  const key = barKey(activity, hop.span.id);
  const classes = [
    'bar',
    activity === 'working' ? `svc-${hop.span.process}` : `fill-${activity}`,
    ...marks.map((mark) => `is-${mark}`),
    critical.has(key) && 'is-critical',
    hop.span.id === view.span && 'is-selected',
    !matches(hop) && 'is-dim',
  ].filter((name) => name !== false);
  const { activities } = context.words.journey;
  const name =
    activity === 'working'
      ? `${lane.name} ${action(context, hop)}`
      : `${activities[activity]}: ${hop.event ?? lane.name}`;
  const text = `${name}, ${duration(ms, context.language)}`;
  const gap = inner ? 7 : 3;
  return html`<a id="bar-${key}" class="${classes.join(' ')}" href="${viewLink(view, { span: hop.span.id })}#detail" data-view data-at="${at}" data-ms="${ms}" aria-label="${text}"><rect x="${x}%" y="${top + row * rowHeight + gap}" width="${width}%" height="${rowHeight - 2 * gap}" rx="3"><title>${text}</title></rect></a>`;
}
