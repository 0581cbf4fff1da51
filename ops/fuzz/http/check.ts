import type { Answer } from './answer.ts';

/** Returns the problems of a response that no request may cause. */
export function problemsOf(answer: Answer): string[] {
  const { status, body } = answer;
  return [
    ...(status >= 500 && !isWanted(answer) ? ['a server error'] : []),
    ...(status >= 400 ? problemsOfError(answer) : []),
    ...(/node_modules|\.[jt]s:\d|\\n +at |\n +at /.test(body) ? ['it shows a stack trace'] : []),
  ];
}

/** Returns true for a 503 of a service that lacks a dependency or has no capacity left. */
const isWanted = ({ status, headers }: Answer): boolean => status === 503 && headers.has('retry-after');

function problemsOfError({ status, headers, body }: Answer): string[] {
  const type = headers.get('content-type') ?? '';
  // Browsers get a page. The response to a HEAD request has no body.
  if (type.startsWith('text/html') && body.includes('<main')) return [];
  if (!type.startsWith('application/problem+json'))
    return [`an error of the type '${type}', not application/problem+json`];
  if (body === '') return [];
  const problem = JSON.parse(body) as { status?: unknown; title?: unknown };
  return problem.status === status && typeof problem.title === 'string' ? [] : ['the problem does not name its status'];
}
