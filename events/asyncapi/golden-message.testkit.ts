import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { catalog } from '../catalog.ts';
import { parseType } from '../envelope.ts';
import type { RecordedMessage } from './contract.testkit.ts';

const folder = join(import.meta.dirname, '..', 'schemas', 'golden');

/** Returns the golden message of a version, which was taken from its topic: `order.placed.v1`. */
export async function goldenMessage(name: string): Promise<RecordedMessage> {
  const { type } = parseType(name) ?? {};
  if (type === undefined) throw new Error(`the catalog has no ${name}`);
  const { key, value, headers } = JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8'));
  return { topic: catalog[type].topic, key, value, headers };
}
