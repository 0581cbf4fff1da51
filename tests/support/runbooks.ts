import { spawnSync } from 'node:child_process';
import { type Block, blocks } from '../../ops/drills/blocks.ts';
import { isAction } from '../../ops/stack/supervisor/actions.ts';
import { namesOfLogql, namesOfPromql } from './query-names.ts';

/** What a page may name. */
export interface Known {
  /** Text of each file that a page may link to, by its path as links write it: `game-day.md`, `../README.md`. */
  files: ReadonlyMap<string, string>;
  dashboards: ReadonlySet<string>;
  ports: ReadonlySet<number>;
  metrics: ReadonlySet<string>;
  logLabels: ReadonlySet<string>;
  /** The source text that log messages stand in. */
  source: string;
  scripts: ReadonlySet<string>;
  services: ReadonlySet<string>;
  loads: ReadonlySet<string>;
  /** Alerts that can be drilled. */
  drills: ReadonlySet<string>;
}

/** What is wrong with a page, a line for each fault. */
export function faultsOf(text: string, known: Known): string[] {
  return [
    ...links(text, known),
    ...addresses(text, known),
    ...blocks(text).flatMap((block) => inBlock(block, known)),
    ...[...withoutBlocks(text).matchAll(/`([^`\n]+)`/g)].flatMap(([, code = '']) => inLine(code, known)),
  ];
}

function inBlock({ language, way, unknown, code }: Block, known: Known): string[] {
  if (unknown.length > 0) return [`"${unknown.join(' ')}" is said of a block, which means nothing`];
  switch (language) {
    case 'sh':
      return [...ofItsWay(way, code), ...commands(code, known)];
    case 'promql':
      return code
        .split('\n')
        .filter(Boolean)
        .flatMap((query) => promql(query, known));
    case 'logql':
      return code
        .split('\n')
        .filter(Boolean)
        .flatMap((query) => logql(query, known));
    default:
      return [`a block of ${language || 'no language'} is not checked`];
  }
}

const withoutBlocks = (text: string) => text.replaceAll(/^ *```.*?^ *```$/gms, '');

/** A command or a query in the midst of a sentence. */
function inLine(code: string, known: Known): string[] {
  if (/^(npm|docker compose) /.test(code)) return commands(code, known);
  return /(^|\W)(orderflow|otelcol|slo|job|group|topic)(_|:)\w/.test(code) ? promql(code, known) : [];
}

/** Whoever pastes a block must not run commands of the other way of running. */
function ofItsWay(way: string | undefined, code: string): string[] {
  const ways = {
    local: /\bnpm (start|run (status|stack|fault|dlq|doctor|reset))\b|\.local\//,
    containers: /\bdocker compose\b/,
  };
  return Object.entries(ways).flatMap(([name, sign]) =>
    way !== name && sign.test(code) ? [`what is for ${name} stands in a block for ${way ?? 'both'}`] : [],
  );
}

function links(text: string, { files, dashboards }: Known): string[] {
  const prose = withoutBlocks(text).replaceAll(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
    const uid = /^http:\/\/127\.0\.0\.1:3000\/d\/([\w-]+)/.exec(target)?.[1];
    if (uid !== undefined) return dashboards.has(uid) ? [] : [`no dashboard ${uid}`];
    if (target.startsWith('http://127.0.0.1:')) return [];
    if (/^[a-z]+:/.test(target)) return [`nobody can tell whether ${target} is there`];
    const [path = '', anchor] = target.split('#');
    const linked = path === '' ? text : files.get(path);
    if (linked === undefined) return [`no file ${path}`];
    return anchor === undefined || anchorsOf(linked).has(anchor) ? [] : [`no heading ${target}`];
  });
}

/** As GitHub makes them of headings. */
function anchorsOf(text: string): Set<string> {
  return new Set(
    [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

function addresses(text: string, { ports }: Known): string[] {
  return [...text.matchAll(/(?:127\.0\.0\.1|localhost):(\d+)/g)].flatMap(([address, port]) =>
    ports.has(Number(port)) ? [] : [`nothing listens at ${address}`],
  );
}

function promql(query: string, { metrics }: Known): string[] {
  try {
    return namesOfPromql(query).selectors.flatMap(({ metric }) =>
      isMetric(metric, metrics) ? [] : [`no metric ${metric}`],
    );
  } catch (error) {
    return [`no PromQL: ${error}`];
  }
}

function isMetric(name: string, metrics: ReadonlySet<string>): boolean {
  return [name, name.replace(/_(bucket|sum|count)$/, '')].some((known) => metrics.has(known));
}

function logql(query: string, { logLabels, source }: Known): string[] {
  try {
    const labels = namesOfLogql(query).flatMap((label) => (logLabels.has(label) ? [] : [`no field ${label} in logs`]));
    const messages = [...query.matchAll(/\|= "([^"]*)"/g)].flatMap(([, message = '']) =>
      source.includes(message) ? [] : [`nobody logs "${message}"`],
    );
    return [...labels, ...messages];
  } catch (error) {
    return [`no LogQL: ${error}`];
  }
}

function commands(code: string, { files, scripts, services, loads, drills }: Known): string[] {
  const { status, stderr } = spawnSync('bash', ['-n'], { input: code, encoding: 'utf8' });
  if (status !== 0) return [`no shell command: ${stderr.trim()}`];
  return [
    ...[...code.matchAll(/\bnpm run (?:-s )?([\w-]+)(?: -- ([\w-]+))?/g)].flatMap(([, script = '', first = '']) => {
      if (!scripts.has(script)) return [`no npm run ${script}`];
      if (script === 'load' && !loads.has(first)) return [`no load ${first}`];
      return script === 'drill' && !first.startsWith('--') && !drills.has(first) ? [`no drill ${first}`] : [];
    }),
    ...[...code.matchAll(/\bnpm run stack -- ([\w-]*)(( [\w-]+)*)/g)].flatMap(([, action = '', names = '']) => [
      ...(isAction(action) ? [] : [`nothing can be done as ${action}`]),
      ...names
        .split(' ')
        .filter(Boolean)
        .flatMap((name) => service(name, services)),
    ]),
    ...[...code.matchAll(/\bnode ([\w/-]+\.ts)/g)].flatMap(([, file = '']) =>
      files.has(`../${file}`) ? [] : [`no file ${file}`],
    ),
    ...[...code.matchAll(/^service=([\w-]+)/gm)].flatMap(([, name = '']) => service(name, services)),
    ...[...code.matchAll(/\bdocker compose ([^|;&>)\n]*)/g)].flatMap(([, words = '']) =>
      composeServices(words.trim().split(/\s+/)).flatMap((name) => service(name, services)),
    ),
  ];
}

function service(name: string, services: ReadonlySet<string>): string[] {
  return services.has(name) ? [] : [`no service ${name}`];
}

/** Options that are followed by their value. */
const valued = new Set(['-e', '--profile', '--scale', '--entrypoint']);

/** The services that the words after `docker compose` name. */
function composeServices(words: readonly string[]): string[] {
  const scaled = words.flatMap((word, n) => (words[n - 1] === '--scale' ? [word.replace(/=.*/, '')] : []));
  const [verb, ...names] = words.filter((word, n) => !/^(-|"\$)/.test(word) && !valued.has(words[n - 1] ?? ''));
  return [...scaled, ...(verb === 'exec' || verb === 'run' ? names.slice(0, 1) : names)];
}
