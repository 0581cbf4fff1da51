import { type Sample, valueIn } from './prometheus.ts';

/** A service level objective, and how well it is met. Shares are between 0 and 1. */
export interface Objective {
  name: string;
  /** The share of the requests or orders that must be good. */
  target: number;
  /** The share that was good in the last seven days; undefined without traffic. */
  met: number | undefined;
  /** The share of the error budget of seven days that is left. Below 0, the objective is missed. */
  budget: number | undefined;
  /** The speed at which the last hour spent the budget; 1 spends it exactly. */
  burn: number | undefined;
}

type Samples = Readonly<Record<'objective' | 'missed' | 'budget' | 'burn', readonly Sample[] | undefined>>;

/** Returns the objectives; undefined if they are unknown. */
export function objectivesOf({ objective, missed, budget, burn }: Samples): Objective[] | undefined {
  return objective?.map(({ labels: { slo = '' }, value: target }) => {
    const failed = valueIn(missed, { slo });
    return {
      name: slo,
      target,
      met: failed === undefined ? undefined : 1 - failed,
      budget: valueIn(budget, { slo }),
      burn: valueIn(burn, { slo }),
    };
  });
}
