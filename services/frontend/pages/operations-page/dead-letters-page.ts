import type { OpenDeadLetters } from '#events/dead-letters/open-dead-letters.ts';
import { filterLetters, type LetterFilter } from '../../operations-page/letter-groups.ts';
import type { ResolutionJob } from '../../operations-page/resolution-job.ts';
import { type Html, html } from '../html.ts';
import type { Page } from '../layout/page.ts';
import type { PageContext } from '../request/page-context.ts';
import { belowOperations } from './below-operations.ts';
import { jobForms } from './dead-letter-forms.ts';
import { letterTable } from './dead-letter-list.ts';
import { letterGroupTable } from './letter-group-table.ts';

/** The number of dead letters that the page lists. */
const maxListed = 100;

interface ShownLetters {
  open: OpenDeadLetters;
  filter: LetterFilter;
  /** The job that resolves dead letters, or the last one that did. */
  job: Readonly<ResolutionJob> | undefined;
}

/** Returns the page of the open dead letters: by their cause, and those that a filter selects. */
export function deadLettersPage(context: PageContext, { open, filter, job }: ShownLetters): Page {
  const { words } = context;
  const texts = words.operations.letters;
  const all = open.list();
  const found = filterLetters(all, filter).toSorted((one, other) => other.at.localeCompare(one.at));
  const isFiltered = Object.keys(filter).length > 0;
  const body = html`${job && progress(context, job)}
      ${open.count() > all.length && html`<p class="notice">${texts.listed(all.length, open.count())}</p>`}
      ${all.length === 0 ? html`<p>${texts.none}</p>` : letterGroupTable(context, all)}
      ${isFiltered && html`<p class="order-forms"><a href="/operations/dead-letters">${texts.showAll}</a></p>`}
      ${
        found.length > 0 &&
        html`
      <h2 class="section-title" id="letters-title">${texts.selected(found.length)}</h2>
      ${!job?.isRunning && html`<div class="order-forms">${jobForms(context, filter, found.length)}</div>`}
      ${letterTable(context, found.slice(0, maxListed))}`
      }`;
  return {
    ...belowOperations(context, texts.title, body),
    scripts: ['operations.js'],
    ...(job?.isRunning && { refreshSeconds: 2 }),
  };
}

/** Returns the progress of a job. */
function progress({ words }: PageContext, { how, total, done, skipped, isRunning, hasFailed }: ResolutionJob): Html {
  const texts = words.operations.letters.job;
  return html`
      <section class="panel" aria-labelledby="job">
        <h2 id="job">${isRunning ? texts.running : hasFailed ? texts.failed : texts.ended}</h2>
        <progress max="${total}" value="${done + skipped}" aria-labelledby="job"></progress>
        <p role="status">${texts[how](done, total)}${skipped > 0 && html` ${texts.skipped(skipped)}`}</p>
      </section>`;
}
