import { type Span, trace } from '@opentelemetry/api';
import type { FaultName } from './definitions.ts';

/** Lists the faults that affected a span in its attribute `orderflow.fault`, separated by commas. */
export function markSpan(faults: Iterable<FaultName>, span: Span | undefined = trace.getActiveSpan()): void {
  const names = [...new Set(faults)];
  if (names.length > 0) span?.setAttribute('orderflow.fault', names.join(','));
}
