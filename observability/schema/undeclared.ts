import { conventionalAttributes, conventionalEvents, conventionalMetrics } from './conventions.ts';
import { hasType } from './has-type.ts';
import { prometheusName, sanitized, withoutSuffixes } from './prometheus-names.ts';
import type { Registry } from './registry.ts';

/** Telemetry of Orderflow's processes, as the back ends store it. */
export interface Telemetry {
  spans: readonly { process: string; name: string; kind: string; attributes: Readonly<Record<string, unknown>> }[];
  /** Log records, with the names of their attributes in Loki. */
  logs: readonly { process: string; event: string | undefined; attributes: readonly string[] }[];
  /** The names of series in Prometheus. */
  series: readonly string[];
  /** The names of labels in Prometheus. */
  labels: readonly string[];
  /** The names of attributes of resources. */
  resources: readonly string[];
}

/**
 * Describes everything in the telemetry that neither the registry nor the conventions of OpenTelemetry contain, and the
 * attributes of spans that have another type than the registry says.
 */
export function findUndeclared(telemetry: Telemetry, registry: Registry): string[] {
  const { spans, logs, series, labels, resources } = telemetry;
  const own = registry.attributeGroups.flatMap(({ attributes }) => attributes);
  const isAttribute = matcher([...own.map(({ id }) => id), ...conventionalAttributes]);
  // Loki joins the names of nested values with underscores.
  const nested = own.filter(({ type }) => type === 'any').map(({ id }) => `${sanitized(id)}_`);
  const isLabel = matcher([...own.map(({ id }) => id), ...conventionalAttributes].map(sanitized), nested);
  const isEvent = matcher([...registry.events.map(({ name }) => name), ...conventionalEvents]);
  const isMetric = matcher([...registry.metrics.map(prometheusName), ...conventionalMetrics.map(sanitized)]);
  const patterns = registry.spans.map(({ span_kind, annotations }) => ({
    kind: span_kind,
    pattern: new RegExp(`^(?:${annotations.name_pattern})$`),
  }));

  const findings = [
    ...spans.flatMap(({ process, name, kind, attributes }) => [
      ...(patterns.some((known) => known.kind === kind && known.pattern.test(name))
        ? []
        : [`${process}: span ${name} (${kind})`]),
      ...Object.keys(attributes)
        .filter((one) => !isAttribute(one))
        .map((one) => `${process}: attribute ${one} of span ${name}`),
      ...own
        .filter(({ id, type }) => Object.hasOwn(attributes, id) && !hasType(attributes[id], type))
        .map(
          ({ id, type }) =>
            `${process}: attribute ${id} of span ${name} is ${JSON.stringify(attributes[id])}, not of type ${type}`,
        ),
    ]),
    ...logs.flatMap(({ process, event, attributes }) => [
      ...(event === undefined || isEvent(event) ? [] : [`${process}: event ${event}`]),
      ...attributes.filter((one) => !isLabel(one)).map((one) => `${process}: attribute ${one} of a log record`),
    ]),
    ...series.filter((name) => !withoutSuffixes(name).some(isMetric)).map((name) => `metric ${name}`),
    ...labels.filter((name) => !isLabel(name)).map((name) => `attribute ${name} of a metric`),
    ...resources.filter((name) => !isAttribute(name)).map((name) => `attribute ${name} of a resource`),
  ];
  return [...new Set(findings)].sort();
}

/** Returns a function that recognizes names. A name that ends with a dot stands for all names that begin with it. */
function matcher(names: readonly string[], prefixes: readonly string[] = []): (name: string) => boolean {
  const known = new Set(names);
  const begins = [...prefixes, ...names.filter((name) => name.endsWith('.'))];
  return (name) => known.has(name) || begins.some((prefix) => name.startsWith(prefix));
}
