// ops/stack/compose/ready.ts <url>...: waits until each URL responds with 2xx, for containers that cannot check themselves
import { setTimeout as delay } from 'node:timers/promises';

const secondsToWait = 60;
const deadline = Date.now() + secondsToWait * 1_000;

const problems = (await Promise.all(process.argv.slice(2).map(problemOf))).filter((problem) => problem !== undefined);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;

/** Waits until a URL is ready. Returns why it is not ready at the deadline; otherwise undefined. */
async function problemOf(url: string): Promise<string | undefined> {
  for (;;) {
    const problem = await ask(url);
    if (problem === undefined) return undefined;
    if (Date.now() >= deadline) return `${url} is not ready after ${secondsToWait} s: ${problem}`;
    await delay(500);
  }
}

async function ask(url: string): Promise<string | undefined> {
  try {
    const { ok, status, body } = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await body?.cancel();
    return ok ? undefined : `it returned ${status}`;
  } catch (error) {
    return error instanceof Error ? String(error.cause ?? error) : String(error);
  }
}
