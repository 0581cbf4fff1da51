import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { askJson, eventually } from '../ask.ts';
import { type Check, Fault } from '../check.ts';

const folder = join(import.meta.dirname, '../../../observability/prometheus/rules');

export interface Group {
  name: string;
  /** As Prometheus names the file. */
  file: string;
  rules: { name: string; health: string; lastError?: string; type: string }[];
}

/** Prometheus has loaded every file of rules, and can evaluate every rule. */
export const rules: Check = {
  name: 'rules',
  expected: 'every group of observability/prometheus/rules is loaded, and each of its rules evaluated without an error',
  look: ({ at, log }) => `${at.PROMETHEUS_URL}/rules, ${log('prometheus')}`,
  run: async ({ at }) => {
    const written = await groupsWritten();
    const groups = await eventually(30, async () => {
      const { data } = await askJson<{ data: { groups: Group[] } }>(`${at.PROMETHEUS_URL}/api/v1/rules`);
      const faults = faultsOf(written, data.groups);
      return faults.length > 0 ? { missing: faults.join('; ') } : { found: data.groups };
    });
    const all = groups.flatMap(({ rules }) => rules);
    const alerting = all.filter(({ type }) => type === 'alerting').length;
    return `${all.length - alerting} recording and ${alerting} alerting rules in ${groups.length} groups, all evaluated`;
  },
};

/** The groups in the files of the repository, as `<file>/<group>`. */
async function groupsWritten(): Promise<string[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.yml'));
  if (files.length === 0) throw new Fault(`there is no file of rules in ${folder}`);
  const texts = await Promise.all(
    files.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const),
  );
  return texts.flatMap(([file, text]) => groupsIn(text).map((group) => `${file}/${group}`));
}

/** The names of the groups in a file of rules: its only list entries that begin with a name. */
export function groupsIn(yaml: string): string[] {
  return [...yaml.matchAll(/^ *- name: *["']?([^"'\n#]+?)["']? *$/gm)].map(([, name = '']) => name);
}

export function faultsOf(written: readonly string[], loaded: readonly Group[]): string[] {
  const known = new Set(loaded.map(({ name, file }) => `${file.split(/[/\\]/).at(-1)}/${name}`));
  const bad = loaded.flatMap(({ rules }) => rules).filter(({ health }) => health !== 'ok');
  return [
    ...written.filter((group) => !known.has(group)).map((group) => `${group} is not loaded`),
    ...bad.map(({ name, health, lastError }) => `${name} is ${health}${lastError ? `: ${lastError}` : ''}`),
  ];
}
