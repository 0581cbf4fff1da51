import type { Journey } from '../../journey/journey.ts';
import { type Html, html } from '../html.ts';
import { placed, rowHeight } from './picture-layout.ts';

/** Returns an arrow from each cause to its effect in another lane; none to database statements, which are too many. */
export function arrows({ lanes, duration: total }: Journey, tops: readonly number[]): Html {
  const bars = lanes.flatMap(({ bars }, n) =>
    bars
      .filter(({ activity }) => activity === 'working')
      .map((bar) => ({ ...bar, y: (tops[n] ?? 0) + bar.row * rowHeight + rowHeight / 2 })),
  );
  const byId = new Map(bars.map((bar) => [bar.hop.span.id, bar]));
  const arrow = ({ hop, at, y }: (typeof bars)[number]) => {
    const cause = hop.what === 'queries' ? undefined : byId.get(hop.cause ?? '');
    if (cause === undefined || cause.hop.where === hop.where) return undefined;
    const from = placed({ at: Math.min(at, cause.at + cause.duration), duration: 0 }, total);
    const to = placed({ at, duration: 0 }, total);
    const down = y > cause.y;
    return html`<line class="arrow" x1="${from.x}%" y1="${cause.y}" x2="${to.x}%" y2="${y + (down ? -9 : 9)}" marker-end="url(#arrow-head)"></line>`;
  };
  return html`<defs><marker id="arrow-head" viewBox="0 0 6 6" refX="5" refY="3" markerWidth="6" markerHeight="6" orient="auto"><path d="M0 0L6 3L0 6z"></path></marker></defs>${bars.map(arrow)}`;
}
