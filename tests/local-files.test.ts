// Checks that other users of this machine can neither read nor reach a stack that runs without containers.
import assert from 'node:assert/strict';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { environment } from './support/environment.ts';

/** Returns the rights of a file; undefined if it was removed meanwhile. */
const modeOf = (file: string): Promise<number | undefined> =>
  stat(file).then(
    ({ mode }) => mode,
    () => undefined,
  );

test('the files of the stack are for its user only', async () => {
  assert.equal(((await modeOf(environment.folder)) ?? 0) & 0o777, 0o700);
  const entries = await readdir(environment.folder, { recursive: true, withFileTypes: true });
  // MariaDB opens its socket for everyone; the folder around it is closed.
  const files = entries.filter((entry) => !entry.isSocket()).map(({ parentPath, name }) => join(parentPath, name));
  for (const part of [
    'kafka/',
    'mariadb/',
    'jaeger/',
    'loki/',
    'prometheus/',
    'alertmanager/',
    'logs/',
    'secrets.json',
  ]) {
    assert.ok(
      files.some((file) => file.includes(`/${part}`)),
      part,
    );
  }
  const open = [];
  // Copies of files of the repository keep their rights.
  const copied = /\/(prometheus\/config(\/.*)?|orderflow\.tmpl)$/;
  for (const file of files.filter((file) => !copied.test(file)))
    if (((await modeOf(file)) ?? 0) & 0o077) open.push(file);
  assert.deepEqual(open, []);
});
