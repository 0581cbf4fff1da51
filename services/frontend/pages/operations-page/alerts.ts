import type { Alert, Alerts } from '../../operations-page/alerts.ts';
import type { Shop } from '../../shop.ts';
import { time } from '../format/time.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';
import { runbookLink } from './runbook-link.ts';

/** The addresses that alerts link to. */
type Links = Pick<Shop, 'runbooksUrl' | 'grafanaUrl'>;

export function firingAlerts(context: PageContext, { firing, held }: Alerts, links: Links): Html {
  const texts = context.words.operations.alerts;
  return html`
        ${firing.length === 0 ? html`<p>${texts.none}</p>` : html`<ul class="alerts">${firing.map((one) => alert(context, one, links))}</ul>`}
        ${held > 0 && html`<p class="small-print">${texts.held(held)}</p>`}`;
}

function alert(context: PageContext, alert: Alert, links: Links): Html {
  const { language, words } = context;
  const { grafanaUrl } = links;
  const { name, severity, summary, description, since, runbook, dashboard } = alert;
  const texts = words.operations.alerts;
  const link = (base: string, path: string, label: string, text: string) =>
    html`<a href="${base.replace(/\/$/, '')}/${path}" aria-label="${label}" rel="noreferrer">${text}</a>`;
  return html`
          <li class="panel alert-${severity}">
            <p class="alert-name"><strong lang="en">${name}</strong> <span class="mark mark-${severity}">${texts.severity[severity]}</span> <span class="since">${texts.since} ${time(since, 'short', language)}</span></p>
            <p lang="en">${summary}. ${description}</p>
            <p class="alert-links">
              ${runbook && runbookLink(context, name, runbook, links)}
              ${dashboard && grafanaUrl && link(grafanaUrl, dashboard, texts.dashboardOf(name), texts.dashboard)}
            </p>
          </li>`;
}
