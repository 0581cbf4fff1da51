import type { Pipeline } from '../../operations/pipeline.ts';
import { count, decimal, duration } from '../format/format.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';
import { latestValue } from './latest-value.ts';

/** Returns the key figures of the pipeline. */
export function tiles({ language, words }: PageContext, { curves, stored, groups, deadLetters }: Pipeline): Html {
  const texts = words.operations.tiles;
  const seconds = (value: number | undefined) => value !== undefined && duration(value * 1_000, language);
  const tile = (name: string, value: string | false | undefined) =>
    html`<div class="tile"><dt>${name}</dt><dd>${value || words.operations.none}</dd></div>`;
  const pending = stored.get('pending');
  const placed = latestValue(curves.placed);
  return html`
        <dl class="tiles" aria-label="${texts.label}">
          ${tile(texts.placed, placed !== undefined && decimal(placed, language))}
          ${tile(texts.pending, pending !== undefined && count(pending, language))}
          ${tile(texts.acceptance, seconds(latestValue(curves.acceptance, 'quantile', '0.95')))}
          ${tile(texts.settlement, seconds(latestValue(curves.settlement, 'quantile', '0.95')))}
          ${tile(texts.late, seconds(groups.length === 0 ? undefined : Math.max(...groups.map(({ lateSeconds }) => lateSeconds ?? 0))))}
          ${tile(texts.deadLetters, deadLetters !== undefined && count(deadLetters, language))}
        </dl>`;
}
