// The script of the operations page: reloads the page's data every few seconds while the page is visible, and draws charts.
import { drawCharts } from './charts.ts';
import { load } from './page.ts';
import { replace } from './replace.ts';

const refreshMs = 5_000;

/** Returns the selector of the parts of a page that change. */
const live = (page: Document) => [...page.querySelectorAll('[data-live]')].map(({ id }) => `#${id}`).join(', ');

async function refresh(): Promise<void> {
  if (!document.hidden) {
    const answer = await load(location.pathname).catch(() => undefined);
    const parts = live(document);
    if (answer?.ok && live(answer.page) === parts && replace(parts, answer.page)) drawCharts();
    // The page has other parts because a source became available or unavailable, or the session has ended.
    else if (answer !== undefined) location.reload();
  }
  setTimeout(refresh, refreshMs);
}

drawCharts();
setTimeout(refresh, refreshMs);
