// ops/stack/compose/ready.ts <address>...: waits until each address answers with a 2xx; for containers that can't be asked from inside
import { setTimeout as delay } from 'node:timers/promises';

const secondsToWait = 60;
const deadline = Date.now() + secondsToWait * 1_000;

const faults = (await Promise.all(process.argv.slice(2).map(wait))).filter((fault) => fault !== undefined);
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;

/** Why the address is not ready at the deadline; undefined as soon as it is. */
async function wait(address: string): Promise<string | undefined> {
  for (;;) {
    const fault = await ask(address);
    if (fault === undefined) return undefined;
    if (Date.now() >= deadline) return `${address} is not ready after ${secondsToWait} s: ${fault}`;
    await delay(500);
  }
}

async function ask(address: string): Promise<string | undefined> {
  try {
    const { ok, status, body } = await fetch(address, { signal: AbortSignal.timeout(2_000) });
    await body?.cancel();
    return ok ? undefined : `it answers ${status}`;
  } catch (error) {
    return error instanceof Error ? String(error.cause ?? error) : String(error);
  }
}
