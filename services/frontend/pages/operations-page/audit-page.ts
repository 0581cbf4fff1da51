import type { AuditEntry } from '../../operations-page/audit.ts';
import { time } from '../format/time.ts';
import { html } from '../html.ts';
import type { Page } from '../layout/page.ts';
import type { PageContext } from '../request/page-context.ts';
import { belowOperations } from './below-operations.ts';
import { table } from './table.ts';

/** Returns the page that shows who did what. The entries are undefined if Loki is unavailable. */
export function auditPage(context: PageContext, entries: readonly AuditEntry[] | undefined): Page {
  const { language, words, user } = context;
  const texts = words.operations.audit;
  const row = ({ event, at, userId, subject, details }: AuditEntry) => html`
                <tr>
                  <th scope="row">${time(at, 'day', language)}</th>
                  <td>${userId === user?.id ? texts.you : userId.slice(0, 8)}</td>
                  <td>${texts.events[event]}</td>
                  <td><code>${subject}</code></td>
                  <td><code>${details}</code></td>
                </tr>`;
  return belowOperations(
    context,
    texts.title,
    html`${
      entries?.length === 0
        ? html`<p>${texts.none}</p>`
        : table(
            'entries',
            texts.entries,
            [texts.at, texts.who, texts.what, texts.subject, texts.details],
            entries?.map(row) ?? texts.unavailable,
          )
    }`,
  );
}
