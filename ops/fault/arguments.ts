import { parseArgs } from 'node:util';
import { parametersOf } from '#events/switches/describe.ts';
import { parametersSchema } from '#events/switches/parameters.ts';
import { type FaultName, faultNames, isFaultName, type Parameters } from '#platform/faults/definitions.ts';

const usage = `Usage: npm run fault -- <command> [--port-offset N]
  list                    what can be switched on, with which parameters, and what is on
  on <fault> [--for 5m] [--<parameter> <value> ...]
  off [<fault>]           all that is on, or one fault wherever it is on
  --port-offset N         of a local stack; KAFKA_BROKERS names any other`;

export type Command =
  | { do: 'list' }
  | { do: 'on'; fault: FaultName; parameters: Parameters }
  | { do: 'off'; fault: FaultName | undefined };

/**
 * What the command line asks for.
 * @throws {Error} that says what is wrong with it
 */
export function readArguments(args: readonly string[]): Command & { portOffset: number } {
  const [command, name, ...rest] = args.filter((arg, n) => !arg.startsWith('--') && !args[n - 1]?.startsWith('--'));
  const fault = name === undefined ? undefined : faultNamed(name);
  const flags = command === 'on' && fault !== undefined ? flagsOf(fault) : {};
  const { values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { ...flags, 'port-offset': { type: 'string' } },
  });
  const portOffset = Number(values['port-offset'] ?? 0);
  if (rest.length > 0 || !Number.isInteger(portOffset)) throw new Error(usage);
  if (command === 'list' && fault === undefined) return { do: 'list', portOffset };
  if (command === 'off') return { do: 'off', fault, portOffset };
  if (command !== 'on' || fault === undefined) throw new Error(usage);
  return { do: 'on', fault, parameters: parametersIn(fault, values), portOffset };
}

/** `--per-second` for `perSecond`; `--for` for the duration. */
export const flagOf = (parameter: string): string =>
  parameter === 'seconds' ? 'for' : parameter.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const flagsOf = (fault: FaultName) =>
  Object.fromEntries(Object.keys(parametersOf(fault)).map((name) => [flagOf(name), { type: 'string' as const }]));

function parametersIn(fault: FaultName, values: Readonly<Record<string, unknown>>): Parameters {
  const given = Object.entries(parametersOf(fault)).flatMap(([name, { type }]) => {
    const value = values[flagOf(name)];
    if (typeof value !== 'string') return [];
    if (name === 'seconds') return [[name, secondsIn(value)]];
    return [[name, type === 'string' ? value : Number(value)]];
  });
  const result = parametersSchema(fault).safeParse(Object.fromEntries(given));
  if (result.success) return result.data;
  throw new Error(
    result.error.issues.map(({ path, message }) => `--${flagOf(String(path[0]))}: ${message}`).join('\n'),
  );
}

function secondsIn(duration: string): number {
  const units: Record<string, number> = { s: 1, m: 60, h: 3_600 };
  const [, number, unit = 's'] = /^(\d+)([smh]?)$/.exec(duration) ?? [];
  if (number === undefined) throw new Error('--for: must be a time, as 30s, 5m or 1h');
  return Number(number) * (units[unit || 's'] ?? 1);
}

function faultNamed(name: string): FaultName {
  if (isFaultName(name)) return name;
  throw new Error(`There is no fault ${name}. Faults are ${faultNames.join(', ')}.`);
}
