// What is nicer with a script. All pages work without.

document.documentElement.classList.add('scripted');
const parser = new DOMParser();

/** Says something to everyone, also to who does not see it. */
function announce(text: string): void {
  const announcer = document.querySelector('#announcer');
  if (announcer === null) return;
  announcer.textContent = text;
  announcer.classList.add('shown');
  setTimeout(() => announcer.classList.remove('shown'), 3_000);
}

/** Replaces parts of this page by those of another; false when it lacks one. */
function replace(selectors: string, page: Document): boolean {
  const pairs = selectors
    .split(', ')
    .map((selector) => [document.querySelector(selector), page.querySelector(selector)]);
  if (pairs.some(([here, there]) => !here || !there)) return false;
  const focused = document.activeElement?.id;
  for (const [here, there] of pairs) if (here && there) here.replaceWith(there);
  if (focused) document.getElementById(focused)?.focus();
  showLocalTimes();
  return true;
}

async function load(
  url: string | URL,
  options: RequestInit = {},
): Promise<{ url: string; page: Document } | undefined> {
  const response = await fetch(url, { ...options, headers: { accept: 'text/html' } });
  if (!response.ok) return undefined;
  return { url: response.url, page: parser.parseFromString(await response.text(), 'text/html') };
}

/** Sends a form and shows what it changes on this page; as the browser would where that fails. */
async function send(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  const { replace: selectors = '', done = '' } = form.dataset;
  const data = new URLSearchParams();
  for (const [name, value] of new FormData(form, submitter)) data.append(name, String(value));
  const answer = await load(form.action, { method: 'POST', body: data }).catch(() => undefined);
  if (answer !== undefined && replace(selectors, answer.page)) announce(done);
  else {
    delete form.dataset['replace'];
    form.requestSubmit(submitter);
  }
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return;
  if (form.dataset['replace'] !== undefined) {
    event.preventDefault();
    void send(form, event.submitter);
  } else if (form.dataset['once'] !== undefined) {
    // The server would know the second for the same order; this shows that the first is on its way.
    if (form.dataset['sent'] !== undefined) event.preventDefault();
    form.dataset['sent'] = '';
  }
});

// A page that the back button brings may be sent again.
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll<HTMLElement>('[data-sent]')) delete form.dataset['sent'];
});

document.addEventListener('change', ({ target }) => {
  const form = target instanceof HTMLInputElement ? target.form : null;
  if (form?.dataset['on'] === 'change' && form.reportValidity()) form.requestSubmit();
});

/** Times as the browser's zone has them. */
function showLocalTimes(): void {
  const { lang } = document.documentElement;
  const locale = lang === 'fr' ? 'fr-FR' : 'en-IE';
  const formats = {
    day: new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' }),
    clock: new Intl.DateTimeFormat(locale, {
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      fractionalSecondDigits: 3,
      hour12: false,
    }),
  };
  for (const time of document.querySelectorAll('time')) {
    const shown = time.dataset['shown'];
    if (shown === 'day' || shown === 'clock') time.textContent = formats[shown].format(new Date(time.dateTime));
  }
}

/** Shows an order as it is now, and goes on as that says. */
async function refreshOrder(): Promise<void> {
  const answer = await load(location.href).catch(() => undefined);
  const before = document.querySelector<HTMLElement>('#order')?.dataset['status'];
  if (answer === undefined || !replace('#order', answer.page)) {
    setTimeout(followOrder, 2_000);
    return;
  }
  document.title = answer.page.title;
  const { status, says = '' } = document.querySelector<HTMLElement>('#order')?.dataset ?? {};
  if (status !== before) announce(says);
  followOrder();
}

/** Follows the order of this page until nothing changes any more. */
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
      // The browser connects again by itself, unless it was told not to.
      if (source.readyState === EventSource.CLOSED) setTimeout(refreshOrder, 2_000);
    });
  } else if (poll !== undefined) {
    setTimeout(refreshOrder, Number(poll));
  }
}

showLocalTimes();
followOrder();
