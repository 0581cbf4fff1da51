import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { collector } from './collector.ts';
import { loadTest } from './load.ts';
import { logsAndTraces } from './logs.ts';
import { overview } from './overview.ts';
import { pipeline } from './pipeline.ts';
import { platform } from './platform.ts';
import { oneService } from './service.ts';
import { slo } from './slo.ts';
import { tracing } from './tracing.ts';

/** All dashboards, in reading order. */
export const dashboards: readonly Dashboard[] = [
  overview,
  pipeline,
  slo,
  tracing,
  logsAndTraces,
  oneService,
  platform,
  collector,
  loadTest,
];
