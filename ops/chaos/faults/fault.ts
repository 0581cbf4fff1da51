import type { Random } from '../random.ts';
import type { Plannable } from '../schedule.ts';

/** Ends a fault. Resolves when what it broke works again. */
export type Heal = () => Promise<void>;

/** A kind of fault: what can be done, to what, and how it ends. */
export interface FaultKind extends Plannable {
  inject(target: string, random: Random): Promise<Heal>;
}
