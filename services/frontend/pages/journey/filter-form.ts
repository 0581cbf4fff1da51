import type { Journey } from '../../journey/journey.ts';
import { isWanted } from '../../journey/match.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';
import { type View, viewFields } from './view.ts';

/** Returns the form that filters the hops by service and text. It works without scripts. */
export function filterForm({ words }: PageContext, journeys: readonly Journey[], view: View): Html {
  const texts = words.journey.filter;
  const hops = journeys.flatMap(({ hops }) => hops);
  const count = hops.filter((hop) => isWanted(hop, view)).length;
  const services = [...new Set(hops.map(({ where }) => where))].toSorted();
  return html`
        <form class="filter" method="get" role="search">
          ${viewFields({ ...view, service: undefined, q: undefined }).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
          <label for="service">${texts.service}</label>
          <select class="form-control form-control-sm" id="service" name="service">
            <option value="">${texts.every}</option>
            ${services.map((name) => html`<option ${name === view.service && 'selected'}>${name}</option>`)}
          </select>
          <label for="q">${texts.text}</label>
          <input class="form-control form-control-sm" id="q" name="q" type="search" maxlength="100" value="${view.q ?? ''}">
          <button class="btn btn-outline-secondary btn-sm">${texts.apply}</button>
          ${count < hops.length && html`<span role="status">${texts.found(count, hops.length)}</span>`}
        </form>`;
}
