// Conveniences of the shop's pages. All pages also work without scripts.

import { type Answer, announce, load, replace, showLocalTimes } from './page.ts';

document.documentElement.classList.add('scripted');

/** Sends a form and returns the page in the response. */
function send(form: HTMLFormElement, submit: SubmitEvent): Promise<Answer> {
  const data = new URLSearchParams();
  for (const [name, value] of new FormData(form, submit.submitter)) data.append(name, String(value));
  return load(form.action, { method: 'POST', body: data }, submit);
}

/** Sends a form and shows its effect on this page. If that fails, lets the browser send the form. */
async function change(form: HTMLFormElement, submit: SubmitEvent): Promise<void> {
  const { replace: selectors = '', done = '' } = form.dataset;
  const answer = await send(form, submit).catch(() => undefined);
  if (answer?.ok && replace(selectors, answer.page)) announce(done);
  else {
    delete form.dataset['replace'];
    form.requestSubmit(submit.submitter);
  }
}

/** Sends a form and follows its redirect. If the form is refused, shows the response in place of the form. */
async function follow(form: HTMLFormElement, submit: SubmitEvent): Promise<void> {
  const answer = await send(form, submit).catch(() => undefined);
  if (answer?.redirected) location.assign(answer.url);
  else if (answer !== undefined && replace('main', answer.page)) {
    document.title = answer.page.title;
    announce(answer.page.querySelector('h1')?.textContent ?? '');
  } else form.submit();
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return;
  if (form.dataset['replace'] !== undefined) {
    event.preventDefault();
    void change(form, event);
  } else if (form.dataset['once'] !== undefined) {
    event.preventDefault();
    // The server recognizes a second request as the same order; this only shows that the first one is on its way.
    if (form.dataset['sent'] !== undefined) return;
    form.dataset['sent'] = '';
    void follow(form, event);
  }
});

// A form may be sent again after the visitor returns to the page with the back button.
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll<HTMLElement>('[data-sent]')) delete form.dataset['sent'];
});

document.addEventListener('change', ({ target }) => {
  const form = target instanceof HTMLInputElement ? target.form : null;
  if (form?.dataset['on'] === 'change' && form.reportValidity()) form.requestSubmit();
});

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
