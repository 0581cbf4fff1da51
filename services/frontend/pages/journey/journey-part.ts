import type { Details } from '../../journey/details.ts';
import type { Hop } from '../../journey/hops.ts';
import type { Journey } from '../../journey/journey.ts';
import { isWanted } from '../../journey/match.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';
import { detailPanel } from './detail-panel.ts';
import { hopTable } from './hop-table.ts';
import { journeyPicture } from './journey-picture.ts';
import type { View } from './view.ts';

interface PartOptions {
  heading: string;
  view: View;
  details: Details | undefined;
}

/** Returns a journey with its picture, the details of the chosen hop, and its hops as a table. */
export function journeyPart(context: PageContext, journey: Journey, { heading, view, details }: PartOptions): Html {
  const matches = (hop: Hop) => isWanted(hop, view);
  return html`
        <h2 class="section-title">${heading}</h2>
        ${journeyPicture(context, journey, { title: heading, view, matches })}
        ${details && journey.hops.includes(details.hop) && detailPanel(context, journey, details, view)}
        ${hopTable(context, journey.hops.filter(matches), view, heading)}`;
}
