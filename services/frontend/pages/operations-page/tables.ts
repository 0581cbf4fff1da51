import type { Group, Pipeline, Process } from '../../operations/pipeline.ts';
import { type Status, statuses } from '../../orders/order.ts';
import { count, decimal, longDuration } from '../format/format.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';
import { latestValue } from './latest-value.ts';

/** Returns a section with a table, which scrolls horizontally if it is too wide. */
const table = (id: string, title: string, columns: readonly string[], rows: readonly Html[]): Html => html`
        <div>
          <h2 class="section-title" id="${id}">${title}</h2>
          <div class="hops" role="region" aria-labelledby="${id}" tabindex="0">
            <table class="table lines">
              <thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
              <tbody>${rows}</tbody>
            </table>
          </div>
        </div>`;

/** Returns the table of the consumer groups. */
export function groupTable({ language, words }: PageContext, { groups }: Pipeline): Html {
  const texts = words.operations.groups;
  const row = ({ group, topic, lag, lateSeconds, members }: Group) => html`
                <tr>
                  <th scope="row">${group}</th>
                  <td><code>${topic}</code></td>
                  <td>${count(lag, language)}</td>
                  <td>${lateSeconds === undefined ? words.operations.none : longDuration(lateSeconds, language)}</td>
                  <td>${members === 0 ? html`<span class="mark">0</span>` : (members ?? words.operations.none)}</td>
                </tr>`;
  return table(
    'groups',
    texts.title,
    [texts.group, texts.topic, texts.lag, texts.late, texts.members],
    groups.map(row),
  );
}

/** Returns the table of the orders by status. */
export function statusTable(context: PageContext, { curves, stored }: Pipeline): Html {
  const { language, words } = context;
  const texts = words.operations.states;
  const row = (status: Status) => {
    const rate = status === 'pending' ? latestValue(curves.placed) : latestValue(curves.settled, 'status', status);
    const known = stored.get(status);
    return html`
                <tr>
                  <th scope="row"><span class="badge-status status-${status}">${words.order.status[status]}</span></th>
                  <td>${rate === undefined ? words.operations.none : decimal(rate, language)}</td>
                  <td>${known === undefined ? words.operations.none : count(known, language)}</td>
                </tr>`;
  };
  return table('states', texts.title, [texts.state, texts.rate, texts.stored], statuses.map(row));
}

/** Returns the table of the processes. */
export function processTable({ language, words }: PageContext, { processes }: Pipeline): Html {
  const texts = words.operations.processes;
  const state = ({ instances }: Process) => {
    if (instances === 0) return html`<span class="mark">${texts.down}</span>`;
    return html`<span class="mark mark-good">${instances === 1 ? texts.up : texts.instances(instances)}</span>`;
  };
  const row = (process: Process) => html`
                <tr>
                  <th scope="row">${process.name}</th>
                  <td>${state(process)}</td>
                  <td>${process.uptimeSeconds === undefined ? words.operations.none : longDuration(process.uptimeSeconds, language)}</td>
                  <td>${process.dependencies.map(({ name, up }) => html`<span class="mark mark-${up ? 'good' : 'bad'}">${!up && `${texts.missing} `}${name}</span> `)}</td>
                </tr>`;
  return table(
    'processes',
    texts.title,
    [texts.name, texts.state, texts.uptime, texts.dependencies],
    processes.map(row),
  );
}
