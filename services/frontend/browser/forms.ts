// Sends forms without leaving the page.
import { type Answer, announce, load } from './page.ts';
import { replace } from './replace.ts';

/** A form that is answered sooner says nothing of being sent. */
const silentMs = 400;

/** Sends a form and returns the page in the response. Undefined if there is no answer: a notice says so. */
async function send(form: HTMLFormElement, submit: SubmitEvent): Promise<Answer | undefined> {
  const data = dataOf(form, submit);
  const timer = setTimeout(() => announce(document.body.dataset['sending'] ?? ''), silentMs);
  form.ariaBusy = 'true';
  form.dataset['underway'] = String(data);
  try {
    return await load(form.action, { method: 'POST', body: data }, submit);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
    form.ariaBusy = null;
    delete form.dataset['underway'];
  }
}

function dataOf(form: HTMLFormElement, { submitter }: SubmitEvent): URLSearchParams {
  const data = new URLSearchParams();
  for (const [name, value] of new FormData(form, submitter)) data.append(name, String(value));
  return data;
}

/** Sends a form and shows its effect on this page. If that is impossible, lets the browser send the form. */
async function change(form: HTMLFormElement, submit: SubmitEvent): Promise<void> {
  const { replace: selectors = '', done = '', on, underway } = form.dataset;
  // Enter in a field both changes the field and submits its form.
  if (on === 'change' && underway === String(dataOf(form, submit))) return;
  const answer = await send(form, submit);
  if (answer === undefined) return;
  const notice = answer.page.querySelector('[data-announce]')?.textContent;
  if (answer.ok && replace(selectors, answer.page)) announce(notice ?? done);
  else {
    delete form.dataset['replace'];
    form.requestSubmit(submit.submitter);
  }
}

/** Sends a form and follows its redirect. If the form is refused, shows the response in place of the form. */
async function follow(form: HTMLFormElement, submit: SubmitEvent): Promise<void> {
  const answer = await send(form, submit);
  if (answer?.redirected) location.assign(answer.url);
  else if (answer === undefined) delete form.dataset['sent'];
  else if (replace('main', answer.page)) {
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
