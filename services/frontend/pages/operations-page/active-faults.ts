import { describeActiveFault } from '#events/switches/describe.ts';
import type { FaultSwitches } from '#events/switches/fault-switches.ts';
import type { ActiveFault } from '#platform/faults/active-fault.ts';
import { time } from '../format/time.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';

/** Returns the list of the active faults, each with a form that switches it off. */
export function activeFaults(context: PageContext, switches: FaultSwitches): Html {
  const texts = context.words.operations.faults;
  const on = switches.list();
  return html`
        <h2 class="section-title">${texts.title}</h2>
        ${on.length === 0 ? html`<p>${texts.none}</p>` : html`<ul class="alerts">${on.map((one) => activeFault(context, one))}</ul>`}`;
}

function activeFault({ language, words }: PageContext, active: ActiveFault): Html {
  const texts = words.operations.faults;
  const { fault, parameters, until } = describeActiveFault(active);
  const { seconds: _, ...others } = parameters;
  return html`
          <li class="panel alert-info fault-on">
            <p><strong lang="en">${fault}</strong> ${Object.entries(others).map(([name, value]) => html`<code>${name}=${value}</code> `)} <span class="since">${texts.until} ${time(until, 'short', language)}</span></p>
            <form method="post" action="/operations/faults">
              <button class="btn btn-outline-secondary btn-sm" name="fault" value="${fault}" aria-label="${texts.offOf(fault)}">${texts.off}</button>
            </form>
          </li>`;
}
