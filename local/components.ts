import type { Component, Part } from './component.ts';
import { kafka } from './kafka.ts';
import { mariadb } from './mariadb.ts';
import type { Place } from './place.ts';
import type { Secrets } from './secrets.ts';

/** Everything that `npm start` runs. */
export function components(place: Place, secrets: Secrets): readonly Component[] {
  return [mariadb(place, secrets), kafka(place)];
}

/** What `--only` chooses; undefined for another word. */
export function parts(only: string): readonly Part[] | undefined {
  switch (only) {
    case 'servers':
      return ['servers'];
    case 'pipeline':
      return ['servers', 'services'];
    case 'all':
      return ['servers', 'services', 'back ends'];
    default:
      return undefined;
  }
}
