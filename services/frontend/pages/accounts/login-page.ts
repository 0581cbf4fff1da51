import { html } from '../html.ts';
import type { Page } from '../layout/page.ts';
import type { PageContext } from '../request/page-context.ts';
import { type Attempt, field, formError } from './credentials-form.ts';

export function loginPage({ words }: PageContext, attempt: Attempt): Page {
  const { account, layout } = words;
  return {
    title: account.loginTitle,
    entry: 'login',
    body: html`
      <div class="narrow">
        <h1>${account.loginTitle}</h1>
        <p class="lead">${attempt.next === '/checkout' ? account.cartKept : account.loginLead}</p>
        <form method="post" action="/login" class="panel">
          ${formError(attempt)}
          <input type="hidden" name="next" value="${attempt.next}">
          ${field({ name: 'username', label: account.username, autocomplete: 'username', value: attempt.username })}
          ${field({ name: 'password', label: account.password, autocomplete: 'current-password' })}
          <button class="btn btn-primary btn-lg w-100">${account.login}</button>
        </form>
        <p class="other">${account.noAccount} <a href="/register?next=${encodeURIComponent(attempt.next)}">${layout.menu.register}</a></p>
      </div>`,
  };
}
