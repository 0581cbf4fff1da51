import type { LetterFilter } from '../../operations-page/letter-groups.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';

/** Returns the forms that replay or discard dead letters. Each form opens first, so that one click does nothing. */
export const deadLetterForms = (context: PageContext, ids: readonly string[]): Html => html`
            ${replayForm(context, ids)}
            ${discardForm(context, ids)}`;

function replayForm({ words }: PageContext, ids: readonly string[]): Html {
  const texts = words.operations.letters;
  const one = ids.length === 1;
  return form(ids, {
    how: 'replayed',
    opens: one ? texts.replay : texts.replayAll(ids.length),
    says: one ? texts.replayOne : texts.replayAllSays(ids.length),
    yes: texts.replayYes,
    kind: 'primary',
  });
}

/** Returns the form for dead letters that cannot be replayed. */
export function discardForm({ words }: PageContext, ids: readonly string[]): Html {
  const texts = words.operations.letters;
  const one = ids.length === 1;
  return form(ids, {
    how: 'discarded',
    opens: one ? texts.discard : texts.discardAll(ids.length),
    says: one ? texts.discardOne : texts.discardAllSays(ids.length),
    yes: texts.discardYes,
    kind: 'danger',
  });
}

interface FormTexts {
  how: 'replayed' | 'discarded';
  opens: string;
  says: string;
  yes: string;
  kind: 'primary' | 'danger';
}

/** Returns the forms that replay or discard, in the background, all dead letters that a filter selects. */
export function jobForms({ words }: PageContext, filter: LetterFilter, count: number): Html {
  const texts = words.operations.letters;
  const fields = html`${Object.entries(filter).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}`;
  const action = '/operations/dead-letters/job';
  return html`
            ${confirm(action, fields, { how: 'replayed', opens: texts.replayAll(count), says: texts.replayAllSays(count), yes: texts.replayYes, kind: 'primary' })}
            ${confirm(action, fields, { how: 'discarded', opens: texts.discardAll(count), says: texts.discardAllSays(count), yes: texts.discardYes, kind: 'danger' })}`;
}

const form = (ids: readonly string[], formTexts: FormTexts): Html =>
  confirm(
    '/operations/dead-letters',
    html`${ids.map((id) => html`<input type="hidden" name="letter" value="${id}">`)}`,
    formTexts,
  );

const confirm = (action: string, fields: Html, { how, opens, says, yes, kind }: FormTexts): Html => html`
            <details class="confirm" id="${how}">
              <summary class="btn btn-outline-${kind}">${opens}</summary>
              <form method="post" action="${action}">
                ${fields}
                <p>${says}</p>
                <button class="btn btn-${kind}" name="how" value="${how}">${yes}</button>
              </form>
            </details>`;
