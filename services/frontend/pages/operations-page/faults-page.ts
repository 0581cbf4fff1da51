import { parametersOf } from '#events/switches/describe.ts';
import type { FaultSwitches } from '#events/switches/fault-switches.ts';
import { type FaultName, faultNames } from '#platform/faults/definitions.ts';
import { type Html, html } from '../html.ts';
import type { Page } from '../layout/page.ts';
import type { PageContext } from '../request/page-context.ts';
import { activeFaults } from './active-faults.ts';
import { belowOperations } from './below-operations.ts';
import { parameterField } from './parameter-field.ts';

/** Returns the page that lists all faults, each with a form that switches it on. */
export function faultsPage(context: PageContext, switches: FaultSwitches | undefined): Page {
  const { words } = context;
  const texts = words.operations.faults;
  return belowOperations(
    context,
    texts.title,
    html`${
      switches === undefined
        ? html`<p class="notice">${texts.disabled} <code>FAULTS_ENABLED=true npm start</code></p>`
        : html`
      <p class="lead">${texts.lead}</p>
      ${activeFaults(context, switches, '/operations/faults')}
      <h2 class="section-title">${texts.all}</h2>
      <ul class="fault-list">${faultNames.map((name) => fault(context, name))}</ul>`
    }`,
  );
}

const fault = (context: PageContext, name: FaultName): Html => html`
        <li>
          <details class="panel fault-form" id="fault-${name}">
            <summary><strong lang="en">${name}</strong> <span>${context.words.operations.faults.does[name]}</span></summary>
            <form method="post" action="/operations/faults/${name}">
              <input type="hidden" name="next" value="/operations/faults">
              <div class="fault-fields">${Object.entries(parametersOf(name)).map((parameter) => parameterField(context, name, parameter))}</div>
              <button class="btn btn-danger" aria-label="${context.words.operations.faults.onOf(name)}">${context.words.operations.faults.on}</button>
            </form>
          </details>
        </li>`;
