import type { Journey } from '../../journey/journey.ts';
import { type Html, html } from '../html.ts';
import { percentAt, rowHeight } from './picture-layout.ts';

/** Returns an arrow from each cause to its effect in another lane; none to database statements, which are too many. */
export function arrows({ lanes, duration }: Journey, tops: readonly number[]): Html {
  const whole = { from: 0, to: duration };
  const bars = lanes.flatMap(({ bars }, n) =>
    bars
      .filter(({ activity }) => activity === 'working')
      .map((bar) => ({ ...bar, y: (tops[n] ?? 0) + bar.row * rowHeight + rowHeight / 2 })),
  );
  // A page may have several pictures.
  const head = `arrow-head-${bars[0]?.hop.span.id}`;
  const byId = new Map(bars.map((bar) => [bar.hop.span.id, bar]));
  const arrow = ({ hop, at, y }: (typeof bars)[number]) => {
    const cause = hop.what === 'queries' ? undefined : byId.get(hop.cause ?? '');
    if (cause === undefined || cause.hop.where === hop.where) return undefined;
    const from = Math.min(at, cause.at + cause.duration);
    const end = y > cause.y ? y - 9 : y + 9;
    return html`<line class="arrow" data-from="${from}" data-to="${at}" x1="${percentAt(from, whole).toFixed(3)}%" y1="${cause.y}" x2="${percentAt(at, whole).toFixed(3)}%" y2="${end}" marker-end="url(#${head})"></line>`;
  };
  return html`<defs><marker id="${head}" viewBox="0 0 6 6" refX="5" refY="3" markerWidth="6" markerHeight="6" orient="auto"><path class="arrow-head" d="M0 0L6 3L0 6z"></path></marker></defs>${bars.map(arrow)}`;
}
