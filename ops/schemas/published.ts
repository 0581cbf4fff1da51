import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventTypes, versionsOf } from '#events/catalog.ts';
import { typeHeader } from '#events/envelope.ts';

export const folder = fileURLToPath(new URL('../../events/schemas/', import.meta.url));

/** The JSON Schema of a version of an event, as the code says it and as it is published. */
export interface EventSchema {
  /** `order.placed.v1` */
  name: string;
  file: string;
  /** The text that the file has to contain. */
  text: string;
  /** The text of the file, or undefined if it is not published yet. */
  published: string | undefined;
}

/** Returns the schemas of all versions of all events. */
export function eventSchemas(): EventSchema[] {
  return eventTypes.flatMap((type) =>
    versionsOf(type).numbers.map((version) => {
      const name = typeHeader({ type, version });
      const file = `${folder}${name}.json`;
      const schema = { title: name, ...versionsOf(type).jsonSchema(version) };
      return {
        name,
        file,
        text: `${JSON.stringify(schema, null, 2)}\n`,
        published: existsSync(file) ? readFileSync(file, 'utf8') : undefined,
      };
    }),
  );
}

/**
 * Returns the schemas in a folder of a git repository that differ from the ones that were committed first. Readers of other
 * teams may have copied those, so they stay as they are forever.
 * @throws {Error} if the history is incomplete, so that it cannot be compared
 */
export function changedSinceCommitted(schemas: string): string[] {
  const git = (...args: string[]) => spawnSync('git', ['-C', schemas, ...args], { encoding: 'utf8' });
  if (git('rev-parse', '--git-dir').status !== 0) return [];
  if (git('rev-parse', '--is-shallow-repository').stdout.trim() === 'true') {
    throw new Error('the history is incomplete: run git fetch --unshallow');
  }
  const log = git(
    'log',
    '--reverse',
    '--diff-filter=A',
    '--format=commit %H',
    '--name-only',
    '--',
    ':(glob)*.json',
  ).stdout;
  let commit = '';
  const first = new Map<string, string>();
  for (const line of log.split('\n')) {
    if (line.startsWith('commit ')) commit = line.slice('commit '.length);
    else if (line !== '' && !first.has(line)) first.set(line, git('show', `${commit}:${line}`).stdout);
  }
  return [...first].flatMap(([path, text]) => {
    const file = `${schemas}/${basename(path)}`;
    return existsSync(file) && readFileSync(file, 'utf8') === text ? [] : [basename(path)];
  });
}
