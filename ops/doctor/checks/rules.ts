import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '../../clients/eventually.ts';
import { listRuleGroups, type RuleGroup } from '../../clients/prometheus.ts';
import { type Check, CheckFailed } from '../check.ts';

const folder = join(import.meta.dirname, '../../../observability/prometheus/rules');

/** Checks that Prometheus has loaded every rule file, and evaluates every rule without an error. */
export const rules: Check = {
  name: 'rules',
  asks: ['prometheus'],
  expected: 'every group of observability/prometheus/rules is loaded, and each of its rules evaluated without an error',
  look: ({ at, log }) => `${at.PROMETHEUS_URL}/api/v1/rules, ${log('prometheus')}`,
  run: async ({ at }) => {
    const expected = await readGroupNames();
    const groups = await eventually(30, async () => {
      const found = await listRuleGroups(at.PROMETHEUS_URL);
      const problems = problemsOf(expected, found);
      return problems.length > 0 ? { missing: problems.join('; ') } : { found };
    });
    const all = groups.flatMap(({ rules }) => rules);
    const alerting = all.filter(({ type }) => type === 'alerting').length;
    return `${all.length - alerting} recording and ${alerting} alerting rules in ${groups.length} groups, all evaluated`;
  },
};

/** Returns the groups in the repository's rule files, as `<file>/<group>`. */
async function readGroupNames(): Promise<string[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.yml'));
  if (files.length === 0) throw new CheckFailed(`no rule files in ${folder}`);
  const texts = await Promise.all(
    files.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const),
  );
  return texts.flatMap(([file, text]) => groupsIn(text).map((group) => `${file}/${group}`));
}

/** Returns the names of the groups in a rule file: the only list entries there that begin with a name. */
export function groupsIn(yaml: string): string[] {
  return [...yaml.matchAll(/^ *- name: *["']?([^"'\n#]+?)["']? *$/gm)].map(([, name = '']) => name);
}

/**
 * Returns the problems of the loaded rules.
 * @param expected groups, as `<file>/<group>`
 */
export function problemsOf(expected: readonly string[], loaded: readonly RuleGroup[]): string[] {
  const known = new Set(loaded.map(({ name, file }) => `${file.split(/[/\\]/).at(-1)}/${name}`));
  const bad = loaded.flatMap(({ rules }) => rules).filter(({ health }) => health !== 'ok');
  return [
    ...expected.filter((group) => !known.has(group)).map((group) => `${group} is not loaded`),
    ...bad.map(({ name, health, lastError }) => `${name} is ${health}${lastError ? `: ${lastError}` : ''}`),
  ];
}
