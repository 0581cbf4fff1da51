import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';

/** Returns the forms that replay or discard dead letters. Each form opens first, so that one click does nothing. */
export function deadLetterForms({ words }: PageContext, ids: readonly string[]): Html {
  const texts = words.operations.letters;
  const one = ids.length === 1;
  const form = (how: 'replayed' | 'discarded', opens: string, says: string, yes: string, kind: string) => html`
            <details class="confirm" id="${how}">
              <summary class="btn btn-outline-${kind}">${opens}</summary>
              <form method="post" action="/operations/dead-letters">
                ${ids.map((id) => html`<input type="hidden" name="letter" value="${id}">`)}
                <p>${says}</p>
                <button class="btn btn-${kind}" name="how" value="${how}">${yes}</button>
              </form>
            </details>`;
  return html`
            ${form('replayed', one ? texts.replay : texts.replayAll(ids.length), one ? texts.replayOne : texts.replayAllSays(ids.length), texts.replayYes, 'primary')}
            ${form('discarded', one ? texts.discard : texts.discardAll(ids.length), one ? texts.discardOne : texts.discardAllSays(ids.length), texts.discardYes, 'danger')}`;
}
