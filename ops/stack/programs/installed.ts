import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { versions } from './programs.ts';
import { which } from './run.ts';

/** The programs that need not be built if they are installed, with the names of their official releases. */
const programs: Readonly<Record<string, { readonly file: string; readonly version: string }>> = {
  otelcol: { file: 'otelcol-contrib', version: versions['otel-collector'] },
  jaeger: { file: 'jaeger', version: versions.jaeger },
  prometheus: { file: 'prometheus', version: versions.prometheus },
  promtool: { file: 'promtool', version: versions.prometheus },
  alertmanager: { file: 'alertmanager', version: versions.alertmanager },
  amtool: { file: 'amtool', version: versions.alertmanager },
  loki: { file: 'loki', version: versions.loki },
  k6: { file: 'k6', version: versions.k6 },
};

const searches = new Map<string, Promise<string | undefined>>();

/**
 * Returns the path of an installed program with a version that fits, in the folder `ORDERFLOW_PROGRAMS` or on the PATH;
 * undefined if there is none. Each program is searched for once.
 */
export function installedProgram(name: string): Promise<string | undefined> {
  const known = searches.get(name);
  if (known) return known;
  const search = findProgram(name);
  searches.set(name, search);
  return search;
}

async function findProgram(name: string): Promise<string | undefined> {
  const program = programs[name];
  if (program === undefined) return undefined;
  const folder = process.env['ORDERFLOW_PROGRAMS'];
  const candidates = [folder && (await executable(join(folder, program.file))), await which(program.file)];
  for (const path of candidates) if (path && (await fits(path, program.version))) return path;
  return undefined;
}

const executable = (path: string): Promise<string | undefined> =>
  access(path, constants.X_OK).then(
    () => path,
    () => undefined,
  );

/** Returns true if a program has the same major and minor version. */
async function fits(path: string, version: string): Promise<boolean> {
  try {
    const { stdout, stderr } = await promisify(execFile)(path, ['--version'], { timeout: 10_000 });
    // The first number with two dots is the version; older Go programs print it to stderr.
    const [, found] = /\b[vV]?(\d+\.\d+)\.\d+/.exec(`${stdout}\n${stderr}`) ?? [];
    return found === version.split('.').slice(0, 2).join('.');
  } catch {
    return false;
  }
}
