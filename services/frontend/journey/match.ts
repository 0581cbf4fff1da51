import type { Hop } from './hops.ts';

/** The hops that a visitor looks for. */
export interface Wanted {
  /** The process or the database of the hops. */
  service?: string | undefined;
  /** A text in their names, their events, their log lines or the names of their marks. */
  q?: string | undefined;
}

/** Returns true for a hop that a visitor looks for. */
export function isWanted(hop: Hop, { service, q }: Wanted): boolean {
  if (service !== undefined && service !== '' && hop.where !== service) return false;
  const text = q?.trim().toLowerCase() ?? '';
  return text === '' || textsOf(hop).some((one) => one.toLowerCase().includes(text));
}

const textsOf = ({ span, where, topic, event, group, marks, logs }: Hop): string[] => [
  ...[span.id, span.name, where, topic ?? '', event ?? '', group ?? ''],
  ...marks,
  ...logs.map(({ text }) => text),
];
