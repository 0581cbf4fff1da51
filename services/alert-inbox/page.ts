import { html } from 'hono/html';
import { layout } from './layout.ts';
import type { ReceivedNotification } from './notifications.ts';
import type { Pages } from './pages.ts';

/** Renders the notifications as a page whose script adds new ones. Without scripts, it reloads every 5 s. All values are escaped. */
export const page = (notifications: readonly ReceivedNotification[], pages: Pages): Promise<string> =>
  layout({
    title: 'Alerts',
    head: html`<script type="module" src="/inbox.js"></script>
    <noscript><meta http-equiv="refresh" content="5"></noscript>`,
    nav: html`<a href="/runbooks/README.md">All runbooks</a>`,
    main: html`
    <h1>Alerts</h1>
    <div id="notifications">
    ${notifications.length === 0 ? html`<p id="none">No notification has arrived yet. The watchdog notification arrives within a minute of a start.</p>` : ''}
    ${notifications.map((notification) => section(notification, pages))}
    </div>
    `,
  });

const section = ({ receivedAt, receiver, alerts }: ReceivedNotification, { grafana, operations }: Pages) => html`
    <section id="${receivedAt}-${alerts[0]?.fingerprint}">
      <h2><time datetime="${receivedAt}">${receivedAt.slice(0, 19).replace('T', ' ')} UTC</time> to ${receiver}</h2>
      <ul>
        ${alerts.map(
          ({ status, labels, annotations }) => html`
        <li class="${status} ${labels['severity'] ?? ''}">
          <strong>${labels.alertname}</strong> ${status}, ${labels['severity'] ?? 'without a severity'}:
          ${annotations['summary'] ?? ''}
          <p>${annotations['description'] ?? ''}</p>
          ${link('Runbook', annotations['runbook_url'], '/')}
          ${grafana === undefined ? html`<a href="${operations}">Operations</a>` : link('Dashboard', annotations['dashboard_url'], grafana)}
        </li>`,
        )}
      </ul>
    </section>`;

/** Renders a link to a path below `base`. Renders nothing for other addresses, because an alert could contain any link. */
const link = (name: string, path: string | undefined, base: string) =>
  path !== undefined && /^\/?[\w-]/.test(path) && !path.includes(':')
    ? html`<a href="${base.replace(/\/$/, '')}/${path.replace(/^\//, '')}">${name}</a>`
    : '';
