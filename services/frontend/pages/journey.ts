import { html } from 'hono/html';
import type { Hop } from '../journey/hops.ts';
import type { Journey } from '../journey/journey.ts';
import type { Bar, Lane } from '../journey/lanes.ts';
import type { ReadJourney } from '../journey/read.ts';
import type { Order } from '../order.ts';
import { duration } from './format.ts';
import type { Html, Page } from './layout.ts';
import { numberOf } from './orders.ts';
import { time } from './time.ts';
import type { Visit } from './visit.ts';

/** What really happened to an order: every hop, from its trace and its logs. Only #order changes. */
export function journeyPage(visit: Visit, shown: ReadJourney): Page {
  const { words } = visit;
  const { order, journey, cancellations, away, links, moving } = shown;
  const title = words.journey.title(numberOf(order));
  const known = journey.hops.length > 0;
  return {
    title,
    entry: 'orders',
    ...(moving && { refreshSeconds: 3 }),
    body: html`
      <p class="breadcrumb-line"><a href="/orders/${order.orderId}">← ${words.order.title(numberOf(order))}</a></p>
      <h1>${title}</h1>
      <p class="lead">${words.journey.lead}</p>
      <div id="order" data-status="${order.status}" ${moving && html`data-poll="3000"`}>
        ${away.traces && html`<p class="notice">${words.journey.tracesAway}</p>`}
        ${!away.traces && !known && html`<p class="notice">${moving ? words.journey.notYet : words.journey.notSampled}</p>`}
        ${known && away.logs && html`<p class="notice">${words.journey.logsAway}</p>`}
        ${known ? drawn(visit, journey, words.journey.hops) : history(visit, order)}
        ${cancellations.map((one) => drawn(visit, one, words.journey.cancellation))}
        <p class="order-forms">
          ${known && links.jaeger && html`<a class="btn btn-outline-secondary" href="${links.jaeger}" rel="noreferrer">${words.journey.jaeger}</a>`}
          ${known && links.grafana && html`<a class="btn btn-outline-secondary" href="${links.grafana}" rel="noreferrer">${words.journey.grafana}</a>`}
        </p>
        ${order.traceId && html`<p class="trace">${words.order.trace} <code>${order.traceId}</code></p>`}
      </div>`,
  };
}

const drawn = (visit: Visit, journey: Journey, title: string): Html =>
  html`<h2 class="section-title">${title}</h2>${picture(visit, journey, title)}${table(visit, journey, title)}`;

/** The width of the picture; a bar is never too narrow to be seen. */
const width = 1_000;
const narrowest = 4;

function picture({ language, words }: Visit, { lanes, duration: total }: Journey, title: string): Html {
  const scale = width / Math.max(total, 1);
  const bar = ({ at, duration: ms, waiting, marks, text }: Bar) => {
    const wide = Math.max(ms * scale, narrowest);
    const x = Math.min(at * scale, width - wide);
    const kind = waiting ? 'waits' : marks.length > 0 ? 'marked' : 'works';
    return html`<rect class="bar-${kind}" x="${x.toFixed(1)}" y="${waiting ? 9 : 4}" width="${wide.toFixed(1)}" height="${waiting ? 8 : 18}" rx="3"><title>${text}: ${duration(ms, language)}</title></rect>`;
  };
  const row = ({ name, topic, bars }: Lane) => html`
          <div class="lane${topic && ' lane-topic'}">
            <span class="lane-name">${name}</span>
            <svg viewBox="0 0 ${width} 26" preserveAspectRatio="none" aria-hidden="true">${bars.map(bar)}</svg>
          </div>`;
  return html`
        <section class="panel journey-picture" aria-label="${title}: ${words.journey.picture}">
          ${lanes.map(row)}
          <p class="lane-axis" aria-hidden="true"><span>0</span><span>${duration(total / 2, language)}</span><span>${duration(total, language)}</span></p>
          <ul class="legend">
            <li class="legend-works">${words.journey.working}</li>
            <li class="legend-waits">${words.journey.waiting}</li>
            <li class="legend-marked">${words.journey.marked}</li>
          </ul>
        </section>`;
}

const table = (visit: Visit, { hops }: Journey, title: string): Html => html`
        <div class="hops" role="region" aria-label="${title}" tabindex="0">
          <table class="table">
            <thead>
              <tr>
                <th scope="col">${visit.words.journey.at}</th>
                <th scope="col">${visit.words.journey.where}</th>
                <th scope="col">${visit.words.journey.what}</th>
                <th scope="col">${visit.words.journey.waited}</th>
                <th scope="col">${visit.words.journey.took}</th>
                <th scope="col">${visit.words.journey.logs}</th>
              </tr>
            </thead>
            <tbody>${hops.filter(({ what }) => what !== 'queries').map((hop) => hopRow(visit, hop))}</tbody>
          </table>
        </div>`;

function hopRow(
  { language, words }: Visit,
  { span, what, where, topic, event, at, waited, marks, logs, statements }: Hop,
): Html {
  const said = {
    does: html`${words.journey.does} <code>${span.name.replace(/^submit /, '')}</code>`,
    asks: html`${words.journey.asks} <code>${span.name}</code>`,
    queries: span.name,
    answers: html`${words.journey.answers} <code>${span.name}</code>`,
    sends: html`${words.journey.sends} <code>${topic}</code>`,
    works: html`${words.journey.works} <code>${event ?? topic}</code>`,
  }[what];
  return html`
              <tr>
                <td>+${duration(at, language)}</td>
                <th scope="row">${where}</th>
                <td>${said} ${statements > 0 && html`<span class="since">${words.journey.statements(statements)}</span>`} ${marks.map((mark) => html`<span class="mark mark-${mark}">${words.journey.marks[mark]}</span>`)}</td>
                <td>${waited === undefined ? '' : duration(waited, language)}</td>
                <td>${duration(span.duration, language)}</td>
                <td>${logs.length > 0 && html`<ul>${logs.map(({ level, text }) => html`<li class="log log-${level}">${text}</li>`)}</ul>`}</td>
              </tr>`;
}

/** What the order itself knows, where there is no trace. */
const history = ({ language, words }: Visit, { history }: Order): Html => html`
        <section class="panel">
          <h2>${words.order.timeline}</h2>
          <ol class="steps">
            ${history.map(({ status, at }) => html`<li class="step status-${status}"><strong>${words.order.step[status]}</strong><span>${time(at, 'clock', language)}</span></li>`)}
          </ol>
        </section>`;
