import { readFile } from 'node:fs/promises';
import { askJson } from '../clients/http.ts';
import { CheckFailed, NotApplicable } from './check.ts';
import { fileIn } from './containers.ts';
import type { Stack } from './stack.ts';

const passwordFile = '/run/secrets/admin-password';

/**
 * Returns JSON from Grafana's API, requested as its admin.
 * @throws {NotApplicable} in the local stack, which has no Grafana
 * @throws {CheckFailed} when the admin's password is not known
 */
export async function askGrafana<T>(stack: Stack, path: string): Promise<T> {
  if (stack.kind === 'local') throw new NotApplicable('Grafana is not part of the local stack');
  const credentials = Buffer.from(`admin:${await passwordOf(stack)}`).toString('base64');
  return askJson<T>(`${stack.at.GRAFANA_URL}${path}`, { headers: { authorization: `Basic ${credentials}` } });
}

async function passwordOf({ kind }: Stack): Promise<string> {
  const given = process.env['GRAFANA_PASSWORD'];
  if (given) return given;
  const read =
    kind === 'network' ? await readFile(passwordFile, 'utf8').catch(() => undefined) : fileIn('grafana', passwordFile);
  if (read === undefined)
    throw new CheckFailed(
      'the Grafana password cannot be read from its container, which may not be running',
      'docker compose ps grafana; or set GRAFANA_PASSWORD',
    );
  return read.trim();
}
