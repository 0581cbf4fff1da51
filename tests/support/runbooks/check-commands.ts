import { spawnSync } from 'node:child_process';
import { isAction } from '../../../ops/stack/supervisor/actions.ts';
import type { Known } from './known.ts';

/** Returns the unknown scripts, files, services and arguments of shell commands, or their syntax error. */
export function commandProblems(code: string, known: Known): string[] {
  const { status, stderr } = spawnSync('bash', ['-n'], { input: code, encoding: 'utf8' });
  if (status !== 0) return [`invalid shell command: ${stderr.trim()}`];
  return [...scriptProblems(code, known), ...stackProblems(code, known), ...composeProblems(code, known)];
}

function scriptProblems(code: string, { files, scripts, loads, drills }: Known): string[] {
  return [
    ...[...code.matchAll(/\bnpm run (?:-s )?([\w-]+)(?: -- ([\w-]+))?/g)].flatMap(([, script = '', first = '']) => {
      if (!scripts.has(script)) return [`no npm run ${script}`];
      if (script === 'load' && !loads.has(first)) return [`no load ${first}`];
      return script === 'drill' && !first.startsWith('--') && !drills.has(first) ? [`no drill ${first}`] : [];
    }),
    ...[...code.matchAll(/\bnode ([\w/-]+\.ts)/g)].flatMap(([, file = '']) =>
      files.has(`../${file}`) ? [] : [`no file ${file}`],
    ),
  ];
}

function stackProblems(code: string, { services }: Known): string[] {
  return [...code.matchAll(/\bnpm run stack -- ([\w-]*)(( [\w-]+)*)/g)].flatMap(([, action = '', names = '']) => [
    ...(isAction(action) ? [] : [`the stack has no command ${action}`]),
    ...names
      .split(' ')
      .filter(Boolean)
      .flatMap((name) => serviceProblems(name, services)),
  ]);
}

function composeProblems(code: string, { services }: Known): string[] {
  return [
    ...[...code.matchAll(/^service=([\w-]+)/gm)].flatMap(([, name = '']) => serviceProblems(name, services)),
    ...[...code.matchAll(/\bdocker compose ([^|;&>)\n]*)/g)].flatMap(([, words = '']) =>
      composeServices(words.trim().split(/\s+/)).flatMap((name) => serviceProblems(name, services)),
    ),
  ];
}

const serviceProblems = (name: string, services: ReadonlySet<string>): string[] =>
  services.has(name) ? [] : [`no service ${name}`];

/** The options of `docker compose` that take a value. */
const valued = new Set(['-e', '--profile', '--scale', '--entrypoint']);

/** Returns the services that the words after `docker compose` name. */
function composeServices(words: readonly string[]): string[] {
  const scaled = words.flatMap((word, n) => (words[n - 1] === '--scale' ? [word.replace(/=.*/, '')] : []));
  const [verb, ...names] = words.filter((word, n) => !/^(-|"\$)/.test(word) && !valued.has(words[n - 1] ?? ''));
  return [...scaled, ...(verb === 'exec' || verb === 'run' ? names.slice(0, 1) : names)];
}
