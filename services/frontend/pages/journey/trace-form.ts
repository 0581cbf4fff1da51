import type { FoundTrace, TraceQuery } from '../../journey/search.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';

/** A search for traces, and what it found. */
export interface ShownTraces {
  query: TraceQuery;
  services: readonly string[];
  operations: readonly string[];
  /** Undefined if Jaeger does not respond. */
  found: readonly FoundTrace[] | undefined;
}

/** The periods that the search offers, in minutes. */
const periods = [15, 60, 6 * 60, 24 * 60, 7 * 24 * 60];

/** Returns the form of the search for traces. */
export function traceForm({ words }: PageContext, { query, services, operations }: ShownTraces): Html {
  const texts = words.journey.traces;
  const select = (
    name: string,
    label: string,
    options: readonly (readonly [value: string, text: string])[],
    chosen = '',
  ) => html`
        <div><label for="${name}">${label}</label>
        <select class="form-control form-control-sm" id="${name}" name="${name}">${options.map(([value, text]) => html`<option value="${value}" ${value === chosen && 'selected'}>${text}</option>`)}</select></div>`;
  const input = (name: string, label: string, value: string | number | undefined, type: 'number' | 'text') => html`
        <div><label for="${name}">${label}</label>
        <input class="form-control form-control-sm" id="${name}" name="${name}" type="${type}" ${type === 'number' && html`min="0" step="any"`} value="${value ?? ''}"></div>`;
  const same = (names: readonly string[]) => names.map((name) => [name, name] as const);
  return html`
      <form class="trace-form" method="get" role="search">
        ${select('service', words.journey.where, same([...new Set([query.service, ...services])]), query.service)}
        ${select('operation', texts.operation, [['', words.journey.filter.every], ...same([...new Set([...(query.operation ? [query.operation] : []), ...operations])])], query.operation)}
        ${select(
          'minutes',
          texts.period,
          periods.map((minutes) => [String(minutes), texts.minutes(minutes)] as const),
          String(query.minutes),
        )}
        ${input('min', texts.min, query.minMs, 'number')}
        ${input('max', texts.max, query.maxMs, 'number')}
        ${input('order', texts.order, query.orderId, 'text')}
        <div class="only-errors"><input id="errors" name="errors" type="checkbox" ${query.onlyErrors && 'checked'}><label for="errors">${texts.onlyErrors}</label></div>
        <div><button class="btn btn-primary btn-sm">${texts.search}</button></div>
      </form>`;
}
