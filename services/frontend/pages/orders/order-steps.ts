import type { Order } from '../../orders/order.ts';
import { duration } from '../format/format.ts';
import { time } from '../format/time.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';

/** Returns the list of the steps of an order, with the one it waits for. */
export function orderSteps({ language, words }: PageContext, { status, history }: Order, cancelling: boolean): Html {
  const next = status === 'pending' ? words.order.waiting : cancelling && words.order.cancelling;
  return html`
              <ol class="steps">
                ${history.map(({ status, at }, n) => {
                  const previous = history[n - 1];
                  const ms = previous && Date.parse(at) - Date.parse(previous.at);
                  return html`
                <li class="step status-${status}">
                  <strong>${words.order.step[status]}</strong>
                  <span>${time(at, 'clock', language)}${ms !== undefined && html` <em>${words.order.after(duration(ms, language))}</em>`}</span>
                </li>`;
                })}
                ${next && html`<li class="step step-next"><strong>${next}</strong><span class="dots" aria-hidden="true"></span></li>`}
              </ol>`;
}
