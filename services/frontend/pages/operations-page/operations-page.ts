import type { Resolution } from '#events/dead-letters/dead-letter.ts';
import type { Operations } from '../../operations-page/read.ts';
import type { Shop } from '../../shop.ts';
import { time } from '../format/time.ts';
import { type Html, html } from '../html.ts';
import type { Page } from '../layout/page.ts';
import type { PageContext } from '../request/page-context.ts';
import { faultPanel } from './active-faults.ts';
import { firingAlerts } from './alerts.ts';
import { charts } from './charts.ts';
import { deadLetterList } from './dead-letter-list.ts';
import { objectiveTable } from './objectives.ts';
import { groupTable, processTable, statusTable } from './tables.ts';
import { tiles } from './tiles.ts';
import { iconOf, titleOf, verdict } from './verdict.ts';

/** The links of the page, and the switches of faults, if they are enabled. */
type PageOptions = Pick<Shop, 'runbooksUrl' | 'grafanaUrl' | 'faultSwitches'>;

interface Shown extends Operations {
  /** The number of dead letters that the previous request replayed or discarded. */
  done: Readonly<Partial<Record<Resolution, number | undefined>>>;
}

/**
 * Returns the page that shows the state of the pipeline on one screen. The script of the page requests it every few
 * seconds and changes what differs.
 */
export function operationsPage(context: PageContext, shown: Shown, shop: PageOptions): Page {
  const { language, words } = context;
  const { pipeline, alerts, done } = shown;
  const texts = words.operations;
  return {
    title: titleOf(context, shown),
    icon: iconOf(shown),
    entry: 'operations',
    styles: ['uplot.css'],
    scripts: ['operations.js'],
    refreshSeconds: 30,
    body: html`
      <div class="order-head">
        <h1>${texts.title}</h1>
        <p class="as-of" id="as-of">${texts.at} ${time(shown.at.toISOString(), 'short', language)}</p>
      </div>
      <nav class="operations-nav" aria-label="${texts.nav.label}">
        <a href="/operations/orders?status=pending">${texts.nav.orders}</a>
        <a href="/operations/traces">${words.journey.traces.title}</a>
        <a href="/operations/dead-letters">${texts.letters.title}</a>
        <a href="/operations/faults">${texts.faults.title}</a>
        <a href="/operations/audit">${texts.audit.title}</a>
      </nav>
      ${doneNotice(context, done)}
      <div id="verdict">${verdict(context, shown, shop)}</div>
      <div id="tiles">${tiles(context, shown)}</div>
      <div id="alerts">
        <h2 class="section-title">${texts.alerts.title}</h2>
        ${alerts ? firingAlerts(context, alerts, shop) : html`<p class="notice">${texts.alertmanagerUnavailable}</p>`}
      </div>
      ${shop.faultSwitches && html`<div id="faults">${faultPanel(context, shop.faultSwitches)}</div>`}
      ${pipeline && charts(context, pipeline)}
      ${objectiveTable(context, pipeline?.objectives)}
      <div class="columns-even" id="tables">${groupTable(context, shown)}${statusTable(context, shown)}${processTable(context, shown)}</div>
      <div id="letters">${deadLetterList(context, shown.deadLetters)}</div>`,
  };
}

function doneNotice({ words }: PageContext, done: Shown['done']): Html | undefined {
  const texts = words.operations.letters;
  const [how, count] = Object.entries(done)[0] ?? [];
  if (count === undefined) return undefined;
  const text = count === 0 ? texts.nothing : texts[how === 'replayed' ? 'replayed' : 'discarded'](count);
  return html`<p class="notice" role="status">${text}</p>`;
}
