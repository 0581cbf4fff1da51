import { missingSources, type OpenProblem, problemsOf, type State, stateOf } from '../../operations-page/problems.ts';
import type { Operations } from '../../operations-page/read.ts';
import type { Shop } from '../../shop.ts';
import { longDuration } from '../format/format.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';
import { runbookLink } from './runbook-link.ts';

/** The number of problems that the verdict names; the alerts below list all. */
const named = 3;

/** Returns the answer to "is all well?", which names what is wrong, with the runbook of each problem. */
export function verdict(context: PageContext, shown: Operations, links: Pick<Shop, 'runbooksUrl'>): Html {
  const texts = context.words.operations;
  const problems = problemsOf(shown).filter(({ severity }) => severity !== 'info');
  const missing = missingSources(shown);
  const unavailable = missing.length > 0 && texts.verdict.unavailable(missing);
  return html`
        <div class="verdict verdict-${stateOf(shown)}">
          ${problems.slice(0, named).map((problem) => html`<p>${says(context, problem)} ${problem.runbook && runbookLink(context, problem.name, problem.runbook, links)}</p>`)}
          ${problems.length > named && html`<p><a href="#alerts">${texts.verdict.more(problems.length - named)}</a></p>`}
          ${problems.length === 0 && html`<p>${unavailable ? texts.verdict.unknown(unavailable) : texts.verdict.good}</p>`}
        </div>
        ${problems.length > 0 && unavailable && html`<p class="notice">${unavailable}</p>`}
        ${shown.pipeline === undefined && html`<p class="notice">${texts.prometheusUnavailable}</p>`}
        ${shown.alerts?.watched === false && html`<p class="notice">${texts.unwatched}</p>`}`;
}

function says({ language, words }: PageContext, problem: OpenProblem): Html {
  const texts = words.operations.verdict;
  if (problem.kind !== 'alert') return html`<strong>${texts[problem.kind](problem.name)}</strong>`;
  const { name, summary, lateSeconds } = problem;
  const late = lateSeconds !== undefined && html` (${longDuration(lateSeconds, language)})`;
  return html`<strong lang="en">${name}</strong>: <span lang="en">${summary}</span>${late}`;
}

/** Returns the title of the page, which names the state, so that a tab in the background shows it. */
export function titleOf({ words }: PageContext, shown: Operations): string {
  const texts = words.operations;
  const [first, ...others] = problemsOf(shown).filter(({ severity }) => severity !== 'info');
  if (first !== undefined) return `${others.length > 0 ? `(${others.length + 1}) ` : ''}${first.name} · ${texts.title}`;
  return stateOf(shown) === 'unknown' ? `? ${texts.title}` : texts.title;
}

const icons: Readonly<Record<State, string>> = {
  good: 'logo.svg',
  warning: 'state-warning.svg',
  bad: 'state-bad.svg',
  unknown: 'state-unknown.svg',
};

/** Returns the icon of the page, which shows the state. */
export const iconOf = (shown: Operations): string => icons[stateOf(shown)];
