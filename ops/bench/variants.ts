import { components } from '../stack/components/components.ts';
import { bareLoop } from './bare-variant.ts';
import { pipeline } from './pipeline-variant.ts';
import type { Variant } from './variant.ts';

/** All variants, in the order in which they are measured. */
export const variants: readonly Variant[] = [
  {
    ...pipeline,
    title: 'full telemetry',
    env: {},
    components: (paths, secrets) => components(paths, secrets).filter(({ tier }) => tier !== 'servers'),
  },
  {
    ...pipeline,
    title: 'telemetry off',
    env: { OTEL_SDK_DISABLED: 'true' },
    components: (paths, secrets) => components(paths, secrets).filter(({ tier }) => tier === 'services'),
  },
  bareLoop,
];
