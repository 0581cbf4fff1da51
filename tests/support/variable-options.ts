import type { Variable } from './dashboard-files.ts';
import { interpolate, type Values } from './interpolate.ts';
import { loki, prometheus } from './query-apis.ts';

/** Returns the values that a variable offers: those that its query finds, or the value for all if `All` is selected. */
export async function optionsOf(variable: Variable, values: Values): Promise<string[]> {
  const { name, type, current, allValue } = variable;
  if (type === 'textbox') return [values[name] ?? current.value];
  const found = await queriedValues(variable, values);
  return found.length > 0 && current?.value === '$__all' ? [allValue ?? '.*'] : found;
}

async function queriedValues({ name, query }: Variable, values: Values): Promise<string[]> {
  if (typeof query === 'object' && 'stream' in query) {
    return (await loki(`label/${query.label}/values`, { query: interpolate(query.stream, values) })) as string[];
  }
  const text = typeof query === 'string' ? query : query.query;
  const [, selector = '', label] = /^label_values\((.+), *(\w+)\)$/.exec(text) ?? [];
  if (label === undefined) throw new Error(`the query of ${name} is not label_values(selector, label): ${text}`);
  return (await prometheus(`label/${label}/values`, { 'match[]': interpolate(selector, values) })) as string[];
}
