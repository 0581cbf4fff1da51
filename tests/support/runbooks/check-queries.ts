import { namesOfLogql, namesOfPromql } from '../query-names.ts';
import type { Known } from './known.ts';

/** Returns the unknown metrics of a PromQL query, or its syntax error. */
export function promqlProblems(query: string, { metrics }: Known): string[] {
  try {
    return namesOfPromql(query).selectors.flatMap(({ metric }) =>
      isMetric(metric, metrics) ? [] : [`no metric ${metric}`],
    );
  } catch (error) {
    return [`invalid PromQL: ${error}`];
  }
}

function isMetric(name: string, metrics: ReadonlySet<string>): boolean {
  return [name, name.replace(/_(bucket|sum|count)$/, '')].some((known) => metrics.has(known));
}

/** Returns the unknown fields of a LogQL query and the texts that no process logs, or its syntax error. */
export function logqlProblems(query: string, { logLabels, source }: Known): string[] {
  try {
    return [
      ...namesOfLogql(query).flatMap((label) => (logLabels.has(label) ? [] : [`no field ${label} in logs`])),
      ...filterTexts(query).flatMap((message) => (source.includes(message) ? [] : [`no process logs "${message}"`])),
    ];
  } catch (error) {
    return [`invalid LogQL: ${error}`];
  }
}

/** Returns the texts of the filters of a LogQL query: `|= "one" or "another"`. */
function filterTexts(query: string): string[] {
  const filters = [...query.matchAll(/\|= ("[^"]*"(?: or "[^"]*")*)/g)].map(([, texts = '']) => texts);
  return filters.flatMap((texts) => [...texts.matchAll(/"([^"]*)"/g)].map(([, text = '']) => text));
}
