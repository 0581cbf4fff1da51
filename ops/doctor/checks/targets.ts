import { askJson, eventually } from '../ask.ts';
import type { Check } from '../check.ts';

interface Target {
  labels: { job: string; instance: string };
  health: string;
  lastError: string;
}

/** Prometheus reaches all that it takes metrics from. */
export const targets: Check = {
  name: 'targets',
  expected: 'every target of Prometheus is up',
  look: ({ at }) => `${at.PROMETHEUS_URL}/targets`,
  run: async ({ at }) => {
    const found = await eventually(15, async () => {
      const { data } = await askJson<{ data: { activeTargets: Target[] } }>(
        `${at.PROMETHEUS_URL}/api/v1/targets?state=active`,
      );
      const faults = faultsOf(data.activeTargets);
      return faults.length > 0 ? { missing: faults.join('; ') } : { found: data.activeTargets };
    });
    return `${found.length} up: ${[...new Set(found.map(({ labels }) => labels.job))].sort().join(', ')}`;
  },
};

export function faultsOf(targets: readonly Target[]): string[] {
  if (targets.length === 0) return ['Prometheus has no targets'];
  return targets
    .filter(({ health }) => health !== 'up')
    .map(
      ({ labels, health, lastError }) =>
        `${labels.job} (${labels.instance}) is ${health}: ${lastError || 'not asked yet'}`,
    );
}
