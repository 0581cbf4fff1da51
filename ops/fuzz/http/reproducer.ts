import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunDetails } from 'fast-check';
import { displayPath, repository } from '../../stack/paths.ts';
import type { DescribedRequest } from './described-request.ts';
import type { Exchange } from './exchange.ts';

/** Returns the error, the smallest request that causes it, and a command line that sends this request. */
export function describeFailure(run: RunDetails<[DescribedRequest | Exchange]>, frontend: number): string {
  const [smallest] = run.counterexample ?? [];
  if (smallest === undefined) return String(run.errorInstance);
  const { port, parts } = 'text' in smallest ? { port: frontend, parts: [smallest.text] } : smallest;
  const error = run.errorInstance instanceof Error ? run.errorInstance.message : String(run.errorInstance);
  return `${error}\n  ${commandFor(port, parts.join(''))}`;
}

/** Returns a command line that sends these bytes. It reads them from a file if they are too many to be read by a person. */
function commandFor(port: number, bytes: string): string {
  if (bytes.length <= readableBytes) return `printf '${[...bytes].map(escaped).join('')}' | nc -q 2 127.0.0.1 ${port}`;
  const file = join(repository, '.local', `fuzz-${createHash('sha256').update(bytes).digest('hex').slice(0, 8)}.bin`);
  writeFileSync(file, bytes, 'latin1');
  return `nc -q 2 127.0.0.1 ${port} < ${displayPath(file)}`;
}

const readableBytes = 1_000;

function escaped(character: string): string {
  const special: Readonly<Record<string, string>> = { '\r': '\\r', '\n': '\\n', '\\': '\\\\', "'": "'\\''", '%': '%%' };
  if (special[character] !== undefined) return special[character];
  return /[\x20-\x7e]/.test(character) ? character : `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`;
}
