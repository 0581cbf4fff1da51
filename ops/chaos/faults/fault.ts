import type { Random } from '../random.ts';
import type { SchedulableKind } from '../schedule.ts';

/** A function that ends a fault. Resolves when its target works again. */
export type Heal = () => Promise<void>;

/** A kind of fault that can be scheduled and injected. */
export interface FaultKind extends SchedulableKind {
  /** Injects the fault, and returns how to heal it. */
  inject(target: string, random: Random): Promise<Heal>;
}
