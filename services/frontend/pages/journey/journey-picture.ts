import type { Journey } from '../../journey/journey.ts';
import type { Bar, Lane } from '../../journey/lanes.ts';
import { duration } from '../format/format.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';

/** The width of the picture, in its own units. */
const width = 1_000;
/** The minimum width of a bar, so that each one is visible. */
const minWidth = 4;

/** Returns the picture of a journey: one lane for each service and topic, with the hops over time. */
export function journeyPicture(
  { language, words }: PageContext,
  { lanes, duration: total }: Journey,
  title: string,
): Html {
  const scale = width / Math.max(total, 1);
  const bar = ({ at, duration: ms, waiting, marks, text }: Bar) => {
    const wide = Math.max(ms * scale, minWidth);
    const x = Math.min(at * scale, width - wide);
    const kind = waiting ? 'waits' : marks.length > 0 ? 'marked' : 'works';
    return html`<rect class="bar-${kind}" x="${x.toFixed(1)}" y="${waiting ? 9 : 4}" width="${wide.toFixed(1)}" height="${waiting ? 8 : 18}" rx="3"><title>${text}: ${duration(ms, language)}</title></rect>`;
  };
  const row = ({ name, topic, bars }: Lane) => html`
          <div class="lane${topic && ' lane-topic'}">
            <span class="lane-name">${name}</span>
            <svg viewBox="0 0 ${width} 26" preserveAspectRatio="none" aria-hidden="true">${bars.map(bar)}</svg>
          </div>`;
  return html`
        <section class="panel journey-picture" aria-label="${title}: ${words.journey.picture}">
          ${lanes.map(row)}
          <p class="lane-axis" aria-hidden="true"><span>0</span><span>${duration(total / 2, language)}</span><span>${duration(total, language)}</span></p>
          <ul class="legend">
            <li class="legend-works">${words.journey.working}</li>
            <li class="legend-waits">${words.journey.waiting}</li>
            <li class="legend-marked">${words.journey.marked}</li>
          </ul>
        </section>`;
}
