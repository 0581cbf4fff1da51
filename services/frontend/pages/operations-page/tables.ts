import { groupsOf } from '../../operations-page/groups.ts';
import type { Group } from '../../operations-page/pipeline.ts';
import type { Process } from '../../operations-page/processes.ts';
import type { Operations } from '../../operations-page/read.ts';
import { type Status, statuses } from '../../orders/order.ts';
import { count, decimal, longDuration } from '../format/format.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';
import { latestValue } from './latest-value.ts';
import { table } from './table.ts';

/** Returns the table of the consumer groups. */
export function groupTable({ language, words }: PageContext, shown: Operations): Html {
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
    groupsOf(shown)?.map(row) ?? words.operations.missing,
  );
}

/** Returns the table of the orders by status. */
export function statusTable(context: PageContext, { pipeline }: Operations): Html {
  const { language, words } = context;
  const texts = words.operations.states;
  const row = (status: Status) => {
    const rate =
      status === 'pending'
        ? latestValue(pipeline?.curves.placed)
        : latestValue(pipeline?.curves.settled, 'status', status);
    const known = pipeline?.stored?.get(status);
    return html`
                <tr>
                  <th scope="row"><span class="badge-status status-${status}">${words.order.status[status]}</span></th>
                  <td>${rate === undefined ? words.operations.none : decimal(rate, language)}</td>
                  <td>${known === undefined ? words.operations.none : count(known, language)}</td>
                </tr>`;
  };
  return table(
    'states',
    texts.title,
    [texts.state, texts.rate, texts.stored],
    pipeline?.stored === undefined ? words.operations.missing : statuses.map(row),
  );
}

/** Returns the table of the processes. */
export function processTable({ language, words }: PageContext, { pipeline }: Operations): Html {
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
    pipeline?.processes?.map(row) ?? words.operations.missing,
  );
}
