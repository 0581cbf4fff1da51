// The notice that the browser is offline, or that the shop does not answer.
const notice = document.querySelector<HTMLElement>('#connection');

/** Shows that a request got no answer, and why, as far as the browser knows. */
export function showDisconnected(): void {
  const { offline = '', unanswered = '' } = notice?.dataset ?? {};
  say(navigator.onLine ? unanswered : offline);
}

/** Hides the notice. */
export function showConnected(): void {
  say('');
}

function say(text: string): void {
  // Screen readers repeat a text that is set again.
  if (notice !== null && notice.textContent !== text) notice.textContent = text;
}

addEventListener('offline', showDisconnected);
addEventListener('online', showConnected);
if (!navigator.onLine) showDisconnected();
