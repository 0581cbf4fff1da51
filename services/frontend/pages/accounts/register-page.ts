import { html } from '../html.ts';
import type { Page } from '../layout/page.ts';
import type { PageContext } from '../request/page-context.ts';
import { type Attempt, field, formError } from './credentials-form.ts';

export function registerPage({ words }: PageContext, attempt: Attempt): Page {
  const { account, layout } = words;
  const invalid = (name: string) => attempt.invalid?.includes(name) ?? false;
  return {
    title: account.registerTitle,
    entry: 'register',
    body: html`
      <div class="narrow">
        <h1>${account.registerTitle}</h1>
        <p class="lead">${attempt.next === '/checkout' ? account.cartKept : account.registerLead}</p>
        <form method="post" action="/register" class="panel">
          ${formError(attempt)}
          <input type="hidden" name="next" value="${attempt.next}">
          ${field({ name: 'username', label: account.username, autocomplete: 'username', value: attempt.username, rule: account.usernameRule, invalid: invalid('username') })}
          ${field({ name: 'password', label: account.password, autocomplete: 'new-password', rule: account.passwordRule, invalid: invalid('password') })}
          <button class="btn btn-primary btn-lg w-100">${account.register}</button>
        </form>
        <p class="other">${account.haveAccount} <a href="/login?next=${encodeURIComponent(attempt.next)}">${layout.menu.login}</a></p>
      </div>`,
  };
}
