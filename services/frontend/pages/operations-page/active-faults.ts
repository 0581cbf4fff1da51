import { describeActiveFault } from '#events/switches/describe.ts';
import type { FaultSwitches } from '#events/switches/fault-switches.ts';
import type { ActiveFault } from '#platform/faults/active-fault.ts';
import { time } from '../format/time.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';

/**
 * Returns the list of the active faults, each with a form that switches it off.
 * @param next the path of the page, to return to it
 */
export function activeFaults(context: PageContext, switches: FaultSwitches, next: string): Html {
  const texts = context.words.operations.faults;
  const on = switches.list();
  return html`
        ${on.length === 0 ? html`<p>${texts.none}</p>` : html`<ul class="alerts">${on.map((one) => activeFault(context, one, next))}</ul>`}`;
}

function activeFault({ language, words }: PageContext, active: ActiveFault, next: string): Html {
  const texts = words.operations.faults;
  const { fault, parameters, until } = describeActiveFault(active);
  const { seconds: _, ...others } = parameters;
  return html`
          <li class="panel alert-info fault-on">
            <p><strong lang="en">${fault}</strong> ${Object.entries(others).map(([name, value]) => html`<code>${name}=${value}</code> `)} <span class="since">${texts.until} ${time(until, 'short', language)}</span></p>
            <form method="post" action="/operations/faults">
              <input type="hidden" name="next" value="${next}">
              <button class="btn btn-outline-secondary btn-sm" name="fault" value="${fault}" aria-label="${texts.offOf(fault)}">${texts.off}</button>
            </form>
          </li>`;
}

/** The processes that the panel offers to kill: no customer notices it. */
const killable = ['product-worker', 'order-worker'] as const;

/** Returns the panel of the operations page: the active faults, buttons that kill a worker, and the link to all faults. */
export function faultPanel(context: PageContext, switches: FaultSwitches): Html {
  const texts = context.words.operations.faults;
  return html`
        <h2 class="section-title">${texts.title}</h2>
        ${activeFaults(context, switches, '/operations')}
        <form method="post" action="/operations/faults/crash" class="order-forms">
          <input type="hidden" name="next" value="/operations">
          ${killable.map((process) => html`<button class="btn btn-outline-danger" name="process" value="${process}">${texts.kill(process)}</button>`)}
          <a class="btn btn-link" href="/operations/faults">${texts.choose}</a>
        </form>
        <p class="small-print">${texts.killSays}</p>`;
}
