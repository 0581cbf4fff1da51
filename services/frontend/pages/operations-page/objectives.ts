import type { Objective } from '../../operations-page/objectives.ts';
import { decimal, precisePercent } from '../format/format.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';
import { table } from './table.ts';

/** A burn rate above this spends a month's budget in less than two days (the alert OrderApiBurnFast). */
const fastBurn = 14.4;

/** Returns the table of the service level objectives, with the error budget that is left. */
export function objectiveTable({ language, words }: PageContext, objectives: readonly Objective[] | undefined): Html {
  const texts = words.operations.objectives;
  const share = (value: number | undefined) =>
    value === undefined ? words.operations.none : precisePercent(value, language);
  const row = ({ name, target, met, budget, burn }: Objective) => html`
                <tr>
                  <th scope="row">${texts.names[name] ?? name}</th>
                  <td>${share(target)}</td>
                  <td>${share(met)}</td>
                  <td>${budget === undefined ? words.operations.none : html`<span class="mark mark-${budget > 0 ? 'good' : 'bad'}">${share(budget)}</span>`}</td>
                  <td>${burn === undefined ? words.operations.none : html`<span class="mark mark-${burn < fastBurn ? 'good' : 'bad'}">${decimal(burn, language)}</span>`}</td>
                </tr>`;
  return table(
    'objectives',
    texts.title,
    [texts.name, texts.target, texts.met, texts.budget, texts.burn],
    objectives?.map(row) ?? words.operations.missing,
  );
}
