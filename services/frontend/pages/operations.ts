import { html } from 'hono/html';
import type { Resolution } from '#events/dead-letters/dead-letter.ts';
import type { Alert, Alerts } from '../operations-page/alerts.ts';
import type { Group, Pipeline, Process } from '../operations-page/pipeline.ts';
import type { Series } from '../operations-page/prometheus.ts';
import type { Operations } from '../operations-page/read.ts';
import { statuses } from '../order.ts';
import type { Shop } from '../shop.ts';
import { charts } from './charts.ts';
import { deadLetters } from './dead-letters.ts';
import { switchedFaults } from './faults.ts';
import { count, decimal, duration, longDuration } from './format.ts';
import type { Html, Page } from './layout.ts';
import { time } from './time.ts';
import type { Visit } from './visit.ts';

/** Where the links of an alert lead, and where faults are switched, if they can be. */
type Around = Pick<Shop, 'runbooksUrl' | 'grafanaUrl' | 'faults'>;

interface Shown extends Operations {
  /** How many dead letters were just dealt with, where some were. */
  done: Readonly<Partial<Record<Resolution, number | undefined>>>;
}

/**
 * Whether the pipeline is well, on one screen. Each part with `data-live` is replaced by the script of the page, which
 * asks every few seconds.
 */
export function operationsPage(visit: Visit, shown: Shown, around: Around): Page {
  const { language, words } = visit;
  const { pipeline, alerts, done } = shown;
  const said = words.operations;
  return {
    title: said.title,
    entry: 'operations',
    styles: ['uplot.css'],
    scripts: ['operations.js'],
    refreshSeconds: 30,
    body: html`
      <div class="order-head">
        <h1>${said.title}</h1>
        <p class="as-of" id="as-of" data-live>${said.at} ${time(shown.at.toISOString(), 'short', language)}</p>
      </div>
      ${whatWasDone(visit, done)}
      <div id="verdict" data-live>${verdict(visit, shown)}</div>
      <div id="tiles" data-live>${pipeline && tiles(visit, pipeline)}</div>
      <div id="alerts" data-live>
        <h2 class="section-title">${said.alerts.title}</h2>
        ${alerts ? firing(visit, alerts, around) : html`<p class="notice">${said.alertmanagerAway}</p>`}
      </div>
      ${around.faults && html`<div id="faults" data-live>${switchedFaults(visit, around.faults)}</div>`}
      ${pipeline && charts(visit, pipeline)}
      <div class="columns-even" id="tables" data-live>${pipeline && html`${groups(visit, pipeline)}${states(visit, pipeline)}${processes(visit, pipeline)}`}</div>
      <div id="letters" data-live>${deadLetters(visit, shown.deadLetters)}</div>`,
  };
}

function whatWasDone({ words }: Visit, done: Shown['done']): Html | undefined {
  const said = words.operations.letters;
  const [how, count] = Object.entries(done)[0] ?? [];
  if (count === undefined) return undefined;
  const text = count === 0 ? said.nothing : said[how === 'replayed' ? 'replayed' : 'discarded'](count);
  return html`<p class="notice" role="status">${text}</p>`;
}

/** What is wrong; undefined while it cannot be told. */
function wrong({ pipeline, alerts }: Operations): number | undefined {
  if (pipeline === undefined || alerts === undefined) return undefined;
  return alerts.firing.length + pipeline.processes.filter(({ instances }) => instances === 0).length;
}

function verdict({ words }: Visit, shown: Operations): Html {
  const said = words.operations;
  const faults = wrong(shown);
  const [kind, text] =
    faults === undefined
      ? ['unknown', said.verdict.unknown]
      : faults > 0
        ? ['bad', said.verdict.bad(faults)]
        : ['good', said.verdict.good];
  return html`
        <p class="verdict verdict-${kind}">${text}</p>
        ${shown.pipeline === undefined && html`<p class="notice">${said.prometheusAway}</p>`}
        ${shown.alerts?.watched === false && html`<p class="notice">${said.unwatched}</p>`}`;
}

/** The value of now, which may be one step late; undefined where there is none, as without traffic. */
const last = (series: readonly Series[], label?: string, value?: string): number | undefined =>
  series
    .find(({ labels }) => label === undefined || labels[label] === value)
    ?.values.slice(-2)
    .findLast((one) => one !== null) ?? undefined;

function tiles({ language, words }: Visit, { curves, stored, groups, deadLetters }: Pipeline): Html {
  const said = words.operations.tiles;
  const seconds = (value: number | undefined) => value !== undefined && duration(value * 1_000, language);
  const tile = (name: string, value: string | false | undefined) =>
    html`<div class="tile"><dt>${name}</dt><dd>${value || words.operations.none}</dd></div>`;
  const pending = stored.get('pending');
  const placed = last(curves.placed);
  return html`
        <dl class="tiles" aria-label="${said.label}">
          ${tile(said.placed, placed !== undefined && decimal(placed, language))}
          ${tile(said.pending, pending !== undefined && count(pending, language))}
          ${tile(said.acceptance, seconds(last(curves.acceptance, 'quantile', '0.95')))}
          ${tile(said.settlement, seconds(last(curves.settlement, 'quantile', '0.95')))}
          ${tile(said.late, seconds(groups.length === 0 ? undefined : Math.max(...groups.map(({ lateSeconds }) => lateSeconds ?? 0))))}
          ${tile(said.deadLetters, deadLetters !== undefined && count(deadLetters, language))}
        </dl>`;
}

function firing(visit: Visit, { firing, held }: Alerts, around: Around): Html {
  const said = visit.words.operations.alerts;
  return html`
        ${firing.length === 0 ? html`<p>${said.none}</p>` : html`<ul class="alerts">${firing.map((one) => alert(visit, one, around))}</ul>`}
        ${held > 0 && html`<p class="small-print">${said.held(held)}</p>`}`;
}

function alert({ language, words }: Visit, alert: Alert, { runbooksUrl, grafanaUrl }: Around): Html {
  const { name, severity, summary, description, since, runbook, dashboard } = alert;
  const said = words.operations.alerts;
  const link = (base: string, path: string, label: string, text: string) =>
    html`<a href="${base.replace(/\/$/, '')}/${path}" aria-label="${label}" rel="noreferrer">${text}</a>`;
  return html`
          <li class="panel alert-${severity}">
            <p class="alert-name"><strong lang="en">${name}</strong> <span class="mark mark-${severity}">${said.severity[severity]}</span> <span class="since">${said.since} ${time(since, 'short', language)}</span></p>
            <p lang="en">${summary}. ${description}</p>
            <p class="alert-links">
              ${runbook && link(runbooksUrl, runbook, said.runbookOf(name), said.runbook)}
              ${dashboard && grafanaUrl && link(grafanaUrl, dashboard, said.dashboardOf(name), said.dashboard)}
            </p>
          </li>`;
}

/** A section with a table that scrolls by itself where it is too wide. */
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

function groups({ language, words }: Visit, { groups }: Pipeline): Html {
  const said = words.operations.groups;
  const row = ({ group, topic, lag, lateSeconds, members }: Group) => html`
                <tr>
                  <th scope="row">${group}</th>
                  <td><code>${topic}</code></td>
                  <td>${count(lag, language)}</td>
                  <td>${lateSeconds === undefined ? words.operations.none : longDuration(lateSeconds, language)}</td>
                  <td>${members === 0 ? html`<span class="mark">0</span>` : (members ?? words.operations.none)}</td>
                </tr>`;
  return table('groups', said.title, [said.group, said.topic, said.lag, said.late, said.members], groups.map(row));
}

function states(visit: Visit, { curves, stored }: Pipeline): Html {
  const { language, words } = visit;
  const said = words.operations.states;
  const row = (status: (typeof statuses)[number]) => {
    const rate = status === 'pending' ? last(curves.placed) : last(curves.settled, 'status', status);
    const known = stored.get(status);
    return html`
                <tr>
                  <th scope="row"><span class="badge-status status-${status}">${words.order.status[status]}</span></th>
                  <td>${rate === undefined ? words.operations.none : decimal(rate, language)}</td>
                  <td>${known === undefined ? words.operations.none : count(known, language)}</td>
                </tr>`;
  };
  return table('states', said.title, [said.state, said.rate, said.stored], statuses.map(row));
}

function processes({ language, words }: Visit, { processes }: Pipeline): Html {
  const said = words.operations.processes;
  const state = ({ instances }: Process) => {
    if (instances === 0) return html`<span class="mark">${said.down}</span>`;
    return html`<span class="mark mark-good">${instances === 1 ? said.up : said.instances(instances)}</span>`;
  };
  const row = (process: Process) => html`
                <tr>
                  <th scope="row">${process.name}</th>
                  <td>${state(process)}</td>
                  <td>${process.uptimeSeconds === undefined ? words.operations.none : longDuration(process.uptimeSeconds, language)}</td>
                  <td>${process.dependencies.map(({ name, up }) => html`<span class="mark mark-${up ? 'good' : 'bad'}">${!up && `${said.missing} `}${name}</span> `)}</td>
                </tr>`;
  return table('processes', said.title, [said.name, said.state, said.uptime, said.dependencies], processes.map(row));
}
