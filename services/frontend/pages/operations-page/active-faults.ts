import { describeActiveFault } from '#events/switches/describe.ts';
import type { FaultSwitches } from '#events/switches/fault-switches.ts';
import type { ActiveFault } from '#platform/faults/active-fault.ts';
import { time } from '../format/time.ts';
import { type Html, html } from '../html.ts';
import type { Visit } from '../request/page-context.ts';

/** What goes wrong on purpose, where that can be switched on, and how to end it. */
export function switchedFaults(visit: Visit, board: FaultSwitches): Html {
  const said = visit.words.operations.faults;
  const on = board.list();
  return html`
        <h2 class="section-title">${said.title}</h2>
        ${on.length === 0 ? html`<p>${said.none}</p>` : html`<ul class="alerts">${on.map((one) => fault(visit, one))}</ul>`}`;
}

function fault({ language, words }: Visit, switched: ActiveFault): Html {
  const said = words.operations.faults;
  const { fault, parameters, until } = describeActiveFault(switched);
  const { seconds: _, ...others } = parameters;
  return html`
          <li class="panel alert-info fault-on">
            <p><strong lang="en">${fault}</strong> ${Object.entries(others).map(([name, value]) => html`<code>${name}=${value}</code> `)} <span class="since">${said.until} ${time(until, 'short', language)}</span></p>
            <form method="post" action="/operations/faults">
              <button class="btn btn-outline-secondary btn-sm" name="fault" value="${fault}" aria-label="${said.offOf(fault)}">${said.off}</button>
            </form>
          </li>`;
}
