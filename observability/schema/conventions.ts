import * as conventions from '@opentelemetry/semantic-conventions/incubating';

/** Returns the names of one kind in the conventions of OpenTelemetry, stable or not. A template ends with a dot. */
function namesOf(prefix: 'ATTR_' | 'METRIC_' | 'EVENT_'): string[] {
  return Object.entries(conventions)
    .filter(([constant]) => constant.startsWith(prefix))
    .map(([, value]) => (typeof value === 'function' ? (value as (key: string) => string)('') : String(value)));
}

export const conventionalAttributes: readonly string[] = namesOf('ATTR_');
export const conventionalMetrics: readonly string[] = namesOf('METRIC_');
export const conventionalEvents: readonly string[] = namesOf('EVENT_');
