import { type Compared, compare } from '../../journey/compare.ts';
import type { Journey } from '../../journey/journey.ts';
import type { Order } from '../../orders/order.ts';
import { duration } from '../format/format.ts';
import { orderNumber } from '../format/order-number.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';
import { actionOf } from './hop-action.ts';
import { type View, viewFields, viewLink } from './view.ts';

/** The order with which the order of the page is compared, and its journey. */
export interface Other {
  order: Order;
  journey: Journey;
}

/** Returns the form that chooses the order to compare with. */
export function compareForm({ words }: PageContext, view: View, isMissing: boolean): Html {
  const texts = words.journey.compare;
  return html`
        <form class="filter" method="get" aria-label="${texts.title}">
          ${viewFields({ ...view, with: undefined }).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
          <label for="with">${texts.title}</label>
          <input class="form-control form-control-sm order-id" id="with" name="with" required maxlength="36" placeholder="${texts.id}" value="${view.with ?? ''}">
          <button class="btn btn-outline-secondary btn-sm">${texts.apply}</button>
          ${isMissing && html`<span role="status">${texts.unknown}</span>`}
          ${view.with && html`<a href="${viewLink(view, { with: undefined })}">${texts.stop}</a>`}
        </form>`;
}

/** Returns the table that compares two journeys. */
export function comparison(context: PageContext, one: Other, other: Other): Html {
  const { language, words } = context;
  const texts = words.journey.compare;
  const { after, activities, hops } = compare(one.journey, other.journey);
  const time = (ms: number | undefined) => (ms === undefined ? '–' : duration(ms, language));
  const difference = (ms: number) =>
    Math.abs(ms) < 1 ? '0' : `${ms > 0 ? '+' : '−'}${duration(Math.abs(ms), language)}`;
  const row = (name: string | Html, { one: mine, other: theirs }: Compared) => html`
              <tr><th scope="row">${name}</th><td>${time(mine)}</td><td>${time(theirs)}</td><td>${difference((theirs ?? 0) - (mine ?? 0))}</td></tr>`;
  const numbers = [orderNumber(one.order), orderNumber(other.order)] as const;
  const caption = texts.caption(...numbers);
  return html`
        <div class="hops" id="comparison" role="region" aria-label="${caption}" tabindex="0">
          <table class="table caption-top">
            <caption>${caption}</caption>
            <thead><tr>${[texts.what, ...numbers, texts.difference].map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
            <tbody>
              ${row(texts.total, after)}
              ${activities.map(({ activity, ...both }) => row(words.journey.activities[activity], both))}
              ${hops.map(({ hop, ...both }) => {
                const { verb, subject } = actionOf(context, hop);
                return row(html`${hop.where} ${verb} <code>${subject}</code>`, both);
              })}
            </tbody>
          </table>
        </div>`;
}
