// The script of the operations page: reloads the page's data every few seconds while the page is visible, and draws charts.
import { drawCharts } from './charts.ts';
import { load } from './page.ts';
import { replace } from './replace.ts';

const refreshMs = 5_000;

async function refresh(): Promise<void> {
  if (!document.hidden) {
    const answer = await load(location.href).catch(() => undefined);
    // The session has ended.
    if (answer?.redirected) location.reload();
    else if (answer?.ok && replace('main, #icon', answer.page)) {
      document.title = answer.page.title;
      drawCharts();
    }
  }
  setTimeout(refresh, refreshMs);
}

drawCharts();
setTimeout(refresh, refreshMs);
