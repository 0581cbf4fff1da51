// What is nicer with a script. All pages work without.

import { type Answer, announce, load, replace, showLocalTimes } from './page.ts';

document.documentElement.classList.add('scripted');

/** Sends a form, and takes the answer. */
function send(form: HTMLFormElement, submit: SubmitEvent): Promise<Answer> {
  const data = new URLSearchParams();
  for (const [name, value] of new FormData(form, submit.submitter)) data.append(name, String(value));
  return load(form.action, { method: 'POST', body: data }, submit);
}

/** Shows what a form changes on this page; sends it as the browser would where that fails. */
async function change(form: HTMLFormElement, submit: SubmitEvent): Promise<void> {
  const { replace: selectors = '', done = '' } = form.dataset;
  const answer = await send(form, submit).catch(() => undefined);
  if (answer?.ok && replace(selectors, answer.page)) announce(done);
  else {
    delete form.dataset['replace'];
    form.requestSubmit(submit.submitter);
  }
}

/** Goes where a form leads; what it is refused with is shown in place of it. */
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
    // The server would know the second for the same order; this shows that the first is on its way.
    if (form.dataset['sent'] !== undefined) return;
    form.dataset['sent'] = '';
    void follow(form, event);
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

/** Shows an order as it is now, and goes on as that says. */
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
