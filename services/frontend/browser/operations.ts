// The page of operations, live: asks again every few seconds while somebody looks, and draws its tables as charts.
import { drawCharts } from './charts.ts';
import { load, replace } from './page.ts';

const everyMs = 5_000;

/** The parts of a page that change. */
const live = (page: Document) => [...page.querySelectorAll('[data-live]')].map(({ id }) => `#${id}`).join(', ');

async function refresh(): Promise<void> {
  if (!document.hidden) {
    const answer = await load(location.pathname).catch(() => undefined);
    const parts = live(document);
    if (answer?.ok && live(answer.page) === parts && replace(parts, answer.page)) drawCharts();
    // It has other parts now, for a source of them has gone or has come back; or the session has ended.
    else if (answer !== undefined) location.reload();
  }
  setTimeout(refresh, everyMs);
}

drawCharts();
setTimeout(refresh, everyMs);
