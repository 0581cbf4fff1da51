import type { z } from 'zod';
import { type Issue, Problem } from './problem.ts';

/** Enough to mend a request by; a hostile one must not get a long answer. */
const faultsShown = 50;

/** The value as the schema describes it, or a 400 that names each fault. */
export function validate<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Problem(400, 'Invalid request', { errors: result.error.issues.flatMap(faults).slice(0, faultsShown) });
}

function faults(issue: z.core.$ZodIssue): Issue[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: pathOf(issue.path), message: issue.message }];
  return issue.keys.map((key) => ({ path: pathOf([...issue.path, key]), message: 'Unknown key' }));
}

function pathOf(keys: readonly PropertyKey[]): string {
  return keys
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}
