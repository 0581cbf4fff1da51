import type { z } from 'zod';
import { type Issue, Problem } from './problem.ts';

/** Enough to correct a request; the limit keeps the response to a hostile request short. */
const maxIssues = 50;

/**
 * Parses a value with a schema.
 * @throws {Problem} 400 with the path of each invalid part
 */
export function validate<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Problem(400, 'Invalid request', { errors: result.error.issues.flatMap(toIssues).slice(0, maxIssues) });
}

function toIssues(issue: z.core.$ZodIssue): Issue[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: formatPath(issue.path), message: issue.message }];
  return issue.keys.map((key) => ({ path: formatPath([...issue.path, key]), message: 'Unknown key' }));
}

function formatPath(keys: readonly PropertyKey[]): string {
  return keys
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}
