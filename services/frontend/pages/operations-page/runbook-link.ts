import type { Shop } from '../../shop.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';

/** Returns the link to the runbook of an alert. */
export const runbookLink = (
  { words }: PageContext,
  name: string,
  runbook: string,
  { runbooksUrl }: Pick<Shop, 'runbooksUrl'>,
): Html =>
  html`<a href="${runbooksUrl.replace(/\/$/, '')}/${runbook}" aria-label="${words.operations.alerts.runbookOf(name)}" rel="noreferrer">${words.operations.alerts.runbook}</a>`;
