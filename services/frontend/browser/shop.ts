// Conveniences of the shop's pages. All pages also work without scripts.

import './forms.ts';
import { showLocalTimes } from './local-times.ts';
import { announce, load } from './page.ts';
import { replace } from './replace.ts';

document.documentElement.classList.add('scripted');

/** Shows the current state of the order, and continues to follow it if it can still change. */
async function refreshOrder(): Promise<void> {
  const answer = await load(location.href).catch(() => undefined);
  const before = document.querySelector<HTMLElement>('#order')?.dataset['status'];
  if (!answer?.ok || !replace('#order', answer.page)) {
    setTimeout(followOrder, 2_000);
    return;
  }
  document.title = answer.page.title;
  const { status, says = '' } = document.querySelector<HTMLElement>('#order')?.dataset ?? {};
  if (status !== before) announce(says);
  followOrder();
}

/** Follows the order of this page until it no longer changes. */
function followOrder(): void {
  const { events, poll } = document.querySelector<HTMLElement>('#order')?.dataset ?? {};
  if (events !== undefined) {
    const source = new EventSource(events);
    source.addEventListener('status', (event) => {
      if (JSON.parse(event.data).status === 'pending') return;
      source.close();
      void refreshOrder();
    });
    source.addEventListener('error', () => {
      // The browser reconnects by itself unless the server ended the stream for good.
      if (source.readyState === EventSource.CLOSED) setTimeout(refreshOrder, 2_000);
    });
  } else if (poll !== undefined) {
    setTimeout(refreshOrder, Number(poll));
  }
}

showLocalTimes();
followOrder();
