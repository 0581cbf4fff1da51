import { type Html, html } from '../html.ts';

/** The values and errors that a login or sign-up form shows. */
export interface Attempt {
  /** The username that was entered before. */
  username: string;
  /** The path to go to afterward. */
  next: string;
  /** The text above the form. */
  error?: string | undefined;
  /** The names of the fields that break their rule. */
  invalid?: readonly string[];
}

export const formError = ({ error }: Attempt): Html | undefined =>
  error ? html`<p class="fault" role="alert">${error}</p>` : undefined;

interface Field {
  name: 'username' | 'password';
  label: string;
  autocomplete: string;
  value?: string;
  rule?: string;
  invalid?: boolean;
}

export const field = ({ name, label, autocomplete, value = '', rule, invalid = false }: Field): Html => html`
          <div class="mb-3">
            <label class="form-label" for="${name}">${label}</label>
            <input class="form-control form-control-lg${invalid && ' wrong'}" id="${name}" name="${name}" type="${name === 'password' ? 'password' : 'text'}"
              value="${value}" autocomplete="${autocomplete}" autocapitalize="none" spellcheck="false" required
              aria-invalid="${String(invalid)}" ${rule && html`aria-describedby="${name}-rule"`}>
            ${rule && html`<div class="rule${invalid && ' rule-broken'}" id="${name}-rule">${rule}</div>`}
          </div>`;
