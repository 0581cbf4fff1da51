import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { collector } from './collector/collector.ts';
import { loadTest } from './load/load.ts';
import { logsAndTraces } from './logs.ts';
import { overview } from './overview/overview.ts';
import { pipeline } from './pipeline/pipeline.ts';
import { platform } from './platform/platform.ts';
import { oneService } from './service/service.ts';
import { slo } from './slo.ts';
import { tracing } from './tracing/tracing.ts';

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
