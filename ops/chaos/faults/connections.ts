import type { Network } from '../../stack/components/network.ts';
import type { ProxyTarget } from '../../stack/components/toxiproxy.ts';
import type { FaultKind } from './fault.ts';

const itself = (target: string): readonly string[] => [`connections to ${target}`];

/** Delays, resets, silences or refuses the connections of services to servers and to each other. */
export function connections(network: Network, links: readonly string[]): FaultKind[] {
  const disturb = (
    kind: string,
    lasts: FaultKind['lasts'],
    apply: (link: ProxyTarget, ms: number) => Promise<void>,
  ): FaultKind => ({
    kind,
    targets: links,
    lasts,
    touches: itself,
    inject: async (target, random) => {
      const link = target as ProxyTarget;
      await apply(link, random.integer(50, 800));
      return () => network.heal(link);
    },
  });
  return [
    disturb('latency', [8, 15], (link, ms) => network.slow(link, ms, Math.round(ms / 2))),
    disturb('reset', [4, 10], (link) => network.reset(link)),
    disturb('partition', [8, 20], (link) => network.partition(link)),
    disturb('refuse', [4, 10], (link) => network.cut(link)),
  ];
}
