import { isSustained, type RateRun } from './rate-run.ts';

type RunAt = (rate: number) => Promise<RateRun>;

/** Runs at each of these rates, one after the other. */
export async function runAtEach(rates: readonly number[], runAt: RunAt): Promise<RateRun[]> {
  const runs: RateRun[] = [];
  for (const rate of rates) runs.push(await runAt(rate));
  return runs;
}

/** Doubles the rate until it is not sustained, then halves the interval three times. */
export async function searchHighest(runAt: RunAt): Promise<RateRun[]> {
  const runs: RateRun[] = [];
  const sustains = async (rate: number) => {
    const run = await runAt(rate);
    runs.push(run);
    return isSustained(run);
  };
  let [low, high] = [0, 500];
  while (high <= 16_000 && (await sustains(high))) [low, high] = [high, high * 2];
  for (let n = 0; n < 3; n++) {
    const rate = Math.round((low + high) / 2);
    if (await sustains(rate)) low = rate;
    else high = rate;
  }
  return runs;
}
