import assert from 'node:assert/strict';
import { type Call, described } from './described.ts';

/** Asserts the status of a response, and that openapi.json describes the response. Returns the body. */
export async function answered(call: Call, status: number, response: Response): Promise<Record<string, unknown>> {
  const body = await described(call, response);
  assert.equal(response.status, status, JSON.stringify(body));
  return body;
}

/** Asserts that a response is a problem with this status, as openapi.json describes it. Returns the paths of its issues. */
export async function refused(call: Call, status: number, response: Response): Promise<string[]> {
  const problem = await answered(call, status, response);
  assert.equal(problem['status'], status);
  assert.match(String(problem['traceId']), /^[0-9a-f]{32}$/);
  assert.equal(response.headers.get('cache-control'), 'no-store');
  assert.doesNotMatch(JSON.stringify(problem), /node_modules|\.ts:\d/);
  if (status === 429 || status === 503) assert.ok(Number(response.headers.get('retry-after')) > 0);
  if (status === 401) assert.match(response.headers.get('www-authenticate') ?? '', /^Bearer/);
  return ((problem['errors'] ?? []) as { path: string }[]).map(({ path }) => path);
}

/** Returns request options that fail the test after five seconds, the promised limit of every response. */
export const soon = () => ({ signal: AbortSignal.timeout(5_000) });
