import { eventually } from '../../clients/eventually.ts';
import { listTargets, type Target } from '../../clients/prometheus.ts';
import type { Check } from '../check.ts';

/** Checks that Prometheus can scrape all its targets. */
export const targets: Check = {
  name: 'targets',
  asks: ['prometheus'],
  expected: 'every target of Prometheus is up',
  look: ({ at }) => `${at.PROMETHEUS_URL}/api/v1/targets`,
  run: async ({ at }) => {
    const found = await eventually(15, async () => {
      const found = await listTargets(at.PROMETHEUS_URL);
      const problems = problemsOf(found);
      return problems.length > 0 ? { missing: problems.join('; ') } : { found };
    });
    return `${found.length} up: ${[...new Set(found.map(({ labels }) => labels.job))].sort().join(', ')}`;
  },
};

/** Returns the problems of the targets. */
export function problemsOf(targets: readonly Target[]): string[] {
  if (targets.length === 0) return ['Prometheus has no targets'];
  return targets
    .filter(({ health }) => health !== 'up')
    .map(
      ({ labels, health, lastError }) =>
        `${labels.job} (${labels.instance}) is ${health}: ${lastError || 'not scraped yet'}`,
    );
}
