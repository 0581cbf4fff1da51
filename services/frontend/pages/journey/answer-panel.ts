import type { Answer } from '../../journey/answer.ts';
import { stages } from '../../journey/stages.ts';
import type { Order } from '../../orders/order.ts';
import { duration, percent } from '../format/format.ts';
import { type Html, html } from '../html.ts';
import type { ProductNames } from '../orders/order-items.ts';
import type { PageContext } from '../request/page-context.ts';
import { sentence } from './sentence.ts';

/** The status badge that fits each outcome. */
const badges = {
  confirmed: 'confirmed',
  rejected: 'rejected',
  cancelled: 'cancelled',
  'set-aside': 'rejected',
  unknown: 'pending',
};

/** Returns the answer of a journey: what became of the order, where the time went, and the critical path. */
export function answerPanel(context: PageContext, answer: Answer, order: Order, names: ProductNames): Html {
  const { language, words } = context;
  const { answer: texts, activities } = words.journey;
  const { outcome, after, spent, path, isComplete } = answer;
  let at = 0;
  const bars = spent.map(({ activity, ms }) => {
    const width = (100 * ms) / Math.max(after, 0.001);
    at += width;
    return html`<rect class="fill-${activity}" x="${(at - width).toFixed(2)}%" width="${width.toFixed(2)}%" height="100%"></rect>`;
  });
  return html`
        <section class="panel answer" aria-label="${texts.outcome[outcome]}">
          <p class="answer-line"><span class="badge-status status-${badges[outcome]}">${texts.outcome[outcome]}</span> <strong>${sentence(context, answer, order, names)}</strong></p>
          ${
            isComplete &&
            html`<h2>${texts.spent}</h2>
          <svg class="spent" width="100%" height="14" aria-hidden="true">${bars}</svg>
          <ul class="legend">${spent.map(({ activity, ms }) => html`<li class="key-${activity}">${activities[activity]} <strong>${duration(ms, language)}</strong> (${percent(ms / Math.max(after, 0.001), language)})</li>`)}</ul>
          <details id="path-${path[0]?.span.id}">
            <summary>${texts.path}</summary>
            <p>${texts.pathLead}</p>
            <ol class="path">${stages(path).map(({ activity, ms, databaseMs, where, event }) => html`<li class="key-${activity}">${activity === 'working' ? where : activities[activity]}${event && html` <code>${event}</code>`} <strong>${duration(ms, language)}</strong>${databaseMs > 0 && html` <span class="since">(${activities.database} ${duration(databaseMs, language)})</span>`}</li>`)}</ol>
          </details>`
          }
        </section>`;
}
