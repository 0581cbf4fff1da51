import type { DeadLetterSummary } from '#events/dead-letters/describe.ts';
import { groupLetters, type LetterFilter, type LetterGroup } from '../../operations-page/letter-groups.ts';
import { count } from '../format/format.ts';
import { time } from '../format/time.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';
import { table } from './table.ts';

/** Returns the table of dead letters by reason, type and group. Each row links to the dead letters that it counts. */
export function letterGroupTable({ language, words }: PageContext, letters: readonly DeadLetterSummary[]): Html {
  const texts = words.operations.letters;
  const row = ({ reason, type, group, count: letters, newest }: LetterGroup) => html`
                <tr>
                  <th scope="row"><a href="${letterGroupPath({ reason, type, group })}">${texts.reasons[reason] ?? reason}</a></th>
                  <td><code>${type}</code></td>
                  <td>${group}</td>
                  <td>${count(letters, language)}</td>
                  <td>${newest && time(newest, 'day', language)}</td>
                </tr>`;
  return table(
    'letter-groups',
    texts.groups,
    [texts.reason, texts.event, texts.group, texts.count, texts.newest],
    groupLetters(letters).map(row),
  );
}

/** Returns the path of the page with the dead letters that a filter selects. */
const letterGroupPath = (filter: Record<keyof LetterFilter, string>): string =>
  `/operations/dead-letters?${new URLSearchParams(filter)}`;
