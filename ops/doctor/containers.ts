import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';

const repository = join(import.meta.dirname, '..', '..');

const container = z.object({
  Service: z.string(),
  State: z.string(),
  Health: z.string().default(''),
  ExitCode: z.int().default(0),
});
/** A container, as Docker Compose lists it. */
export type Container = z.infer<typeof container>;

/** Returns the stack's containers; undefined when Docker Compose fails. */
export function containers(): Container[] | undefined {
  const { status, stdout } = compose('ps', '--all', '--format', 'json');
  return status === 0 ? readContainers(stdout) : undefined;
}

/** Parses the output of `docker compose ps`: newer versions print a line per container, older ones an array. */
export function readContainers(json: string): Container[] {
  const text = json.trim();
  if (text.startsWith('[')) return z.array(container).parse(JSON.parse(text));
  return text === '' ? [] : text.split('\n').map((line) => container.parse(JSON.parse(line)));
}

/** Returns the content of a file in a container; undefined when it cannot be read. */
export function fileIn(service: string, path: string): string | undefined {
  const { status, stdout } = compose('exec', '-T', service, 'cat', path);
  return status === 0 ? stdout : undefined;
}

function compose(...args: string[]): { status: number | null; stdout: string } {
  return spawnSync('docker', ['compose', ...args], {
    cwd: repository,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
