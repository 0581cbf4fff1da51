import { eventually, type Observation, StillMissing } from '../clients/eventually.ts';
import { RequestFailed } from '../clients/http.ts';
import { DrillFailed } from './exercise.ts';

/**
 * Observes the stack every second until nothing is missing, and returns the found value. A failed request
 * counts as missing, because parts of the stack are unavailable during a drill.
 * @throws {DrillFailed} after `seconds`, with what is still missing
 */
export async function waitFor<T>(
  seconds: number,
  signal: AbortSignal,
  observe: () => Promise<Observation<T>>,
): Promise<T> {
  const observeOnce = async (): Promise<Observation<T>> => {
    try {
      return await observe();
    } catch (error) {
      if (error instanceof RequestFailed) return { missing: error.message };
      throw error;
    }
  };
  try {
    return await eventually(seconds, observeOnce, { everyMs: 1_000, signal });
  } catch (error) {
    throw error instanceof StillMissing ? new DrillFailed(`after ${seconds} s: ${error.missing}`) : error;
  }
}
