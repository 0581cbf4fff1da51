import { type Check, CheckFailed, type Findings, NotApplicable } from './check.ts';
import type { Stack } from './stack.ts';

/** The outcome of a check. */
export interface Result {
  name: string;
  state: 'passed' | 'failed' | 'blocked' | 'skipped';
  /** The measured values, the finding, or the reason why the check did not run. */
  found: string;
  expected?: string;
  look?: string;
  seconds: number;
}

/** Runs the checks one after the other, also after failures, and reports each result immediately. */
export async function runChecks(
  checks: readonly Check[],
  stack: Stack,
  { skip, report }: { skip: readonly string[]; report(result: Result): void },
): Promise<Result[]> {
  const findings: Findings = {};
  const results: Result[] = [];
  for (const check of checks) {
    const begin = performance.now();
    const outcome = await outcomeOf(check, stack, findings, { skip, results });
    const result = { name: check.name, ...outcome, seconds: (performance.now() - begin) / 1_000 };
    results.push(result);
    report(result);
  }
  return results;
}

async function outcomeOf(
  check: Check,
  stack: Stack,
  findings: Findings,
  { skip, results }: { skip: readonly string[]; results: readonly Result[] },
): Promise<Omit<Result, 'name' | 'seconds'>> {
  if (skip.includes(check.name)) return { state: 'skipped', found: 'by --skip' };
  const missing = results.filter(({ name, state }) => check.needs?.includes(name) && state !== 'passed');
  if (missing.length > 0) {
    const names = missing.map(({ name }) => name).join(', ');
    return missing.every(({ state }) => state === 'skipped')
      ? { state: 'skipped', found: `needs ${names}` }
      : { state: 'blocked', found: `needs failed checks: ${names}` };
  }
  const { absent } = stack.backEndStates();
  const unanswered = (check.asks ?? []).filter((name) => absent.has(name));
  if (unanswered.length > 0) {
    return { state: 'blocked', found: unanswered.map((name) => `${name} ${absent.get(name)}`).join('; ') };
  }
  try {
    return { state: 'passed', found: await check.run(stack, findings) };
  } catch (error) {
    if (error instanceof NotApplicable) return { state: 'skipped', found: error.message };
    const look = error instanceof CheckFailed ? error.look : undefined;
    const found = error instanceof Error ? error.message : String(error);
    return { state: 'failed', found, expected: check.expected, look: look ?? check.look(stack) };
  }
}
