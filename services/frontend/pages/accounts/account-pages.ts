import { type Html, html } from '../html.ts';
import type { Page } from '../layout/layout.ts';
import type { Visit } from '../request/page-context.ts';

/** What was entered before, and what was wrong with it. */
export interface Attempt {
  username: string;
  next: string;
  /** Said above the form. */
  fault?: string | undefined;
  /** Fields that do not follow their rule. */
  wrong?: readonly string[];
}

export function loginPage({ words }: Visit, attempt: Attempt): Page {
  const { account } = words;
  return {
    title: account.loginTitle,
    entry: 'login',
    body: html`
      <div class="narrow">
        <h1>${account.loginTitle}</h1>
        <p class="lead">${attempt.next === '/checkout' ? account.cartKept : account.loginLead}</p>
        <form method="post" action="/login" class="panel">
          ${fault(attempt)}
          <input type="hidden" name="next" value="${attempt.next}">
          ${field({ name: 'username', label: account.username, autocomplete: 'username', value: attempt.username })}
          ${field({ name: 'password', label: account.password, autocomplete: 'current-password' })}
          <button class="btn btn-primary btn-lg w-100">${account.login}</button>
        </form>
        <p class="other">${account.noAccount} <a href="/register?next=${encodeURIComponent(attempt.next)}">${words.menu.register}</a></p>
      </div>`,
  };
}

export function registerPage({ words }: Visit, attempt: Attempt): Page {
  const { account } = words;
  const wrong = (name: string) => attempt.wrong?.includes(name) ?? false;
  return {
    title: account.registerTitle,
    entry: 'register',
    body: html`
      <div class="narrow">
        <h1>${account.registerTitle}</h1>
        <p class="lead">${attempt.next === '/checkout' ? account.cartKept : account.registerLead}</p>
        <form method="post" action="/register" class="panel">
          ${fault(attempt)}
          <input type="hidden" name="next" value="${attempt.next}">
          ${field({ name: 'username', label: account.username, autocomplete: 'username', value: attempt.username, rule: account.usernameRule, wrong: wrong('username') })}
          ${field({ name: 'password', label: account.password, autocomplete: 'new-password', rule: account.passwordRule, wrong: wrong('password') })}
          <button class="btn btn-primary btn-lg w-100">${account.register}</button>
        </form>
        <p class="other">${account.haveAccount} <a href="/login?next=${encodeURIComponent(attempt.next)}">${words.menu.login}</a></p>
      </div>`,
  };
}

const fault = ({ fault }: Attempt): Html | undefined =>
  fault ? html`<p class="fault" role="alert">${fault}</p>` : undefined;

interface Field {
  name: 'username' | 'password';
  label: string;
  autocomplete: string;
  value?: string;
  rule?: string;
  wrong?: boolean;
}

const field = ({ name, label, autocomplete, value = '', rule, wrong = false }: Field): Html => html`
          <div class="mb-3">
            <label class="form-label" for="${name}">${label}</label>
            <input class="form-control form-control-lg${wrong && ' wrong'}" id="${name}" name="${name}" type="${name === 'password' ? 'password' : 'text'}"
              value="${value}" autocomplete="${autocomplete}" autocapitalize="none" spellcheck="false" required
              aria-invalid="${String(wrong)}" ${rule && html`aria-describedby="${name}-rule"`}>
            ${rule && html`<div class="rule${wrong && ' rule-broken'}" id="${name}-rule">${rule}</div>`}
          </div>`;
