import { askJson } from './http.ts';

type Labels = Readonly<Record<string, string>>;

/** The value of one series. */
export interface Sample {
  labels: Labels;
  value: number;
}

/** The values of one series, the oldest first. */
export interface Series {
  labels: Labels;
  values: readonly { at: number; value: number }[];
}

/** An alert that is pending or firing. */
export interface ActiveAlert {
  labels: Labels;
  state: 'pending' | 'firing';
}

/** A group of rules that Prometheus has loaded. */
export interface RuleGroup {
  name: string;
  /** The path of its file, as Prometheus names it. */
  file: string;
  rules: { name: string; health: string; lastError?: string; type: string }[];
}

/** An endpoint that Prometheus scrapes. */
export interface Target {
  labels: { job: string; instance: string };
  health: string;
  lastError: string;
}

/** Returns the current value of each series that a PromQL query selects. */
export async function querySamples(prometheus: string, promql: string): Promise<Sample[]> {
  const result = await query<{ metric: Labels; value: [number, string] }>(prometheus, promql);
  return result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
}

/** Returns the values of the last minutes of each series that a selector finds. */
export async function querySeries(prometheus: string, selector: string, minutes: number): Promise<Series[]> {
  const range = `${selector}[${Math.ceil(minutes * 60)}s]`;
  const result = await query<{ metric: Labels; values: [number, string][] }>(prometheus, range);
  return result.map(({ metric, values }) => ({
    labels: metric,
    values: values.map(([at, value]) => ({ at, value: Number(value) })),
  }));
}

/** Returns the alerts that are pending or firing. */
export async function listAlerts(prometheus: string): Promise<ActiveAlert[]> {
  return (await get<{ alerts: ActiveAlert[] }>(prometheus, 'alerts')).alerts;
}

/** Returns the loaded groups of rules. */
export async function listRuleGroups(prometheus: string): Promise<RuleGroup[]> {
  return (await get<{ groups: RuleGroup[] }>(prometheus, 'rules')).groups;
}

/** Returns the endpoints that Prometheus scrapes. */
export async function listTargets(prometheus: string): Promise<Target[]> {
  return (await get<{ activeTargets: Target[] }>(prometheus, 'targets?state=active')).activeTargets;
}

/** Returns the addresses of the Alertmanagers that Prometheus sends alerts to. */
export async function listAlertmanagers(prometheus: string): Promise<string[]> {
  const { activeAlertmanagers } = await get<{ activeAlertmanagers: { url: string }[] }>(prometheus, 'alertmanagers');
  return activeAlertmanagers.map(({ url }) => url);
}

/** Returns the values of a label of the series that a selector finds. */
export const listLabelValues = (prometheus: string, label: string, selector: string): Promise<string[]> =>
  get<string[]>(prometheus, `label/${label}/values?${new URLSearchParams({ 'match[]': selector })}`);

/** Returns the names of the labels of the series that a selector finds. */
export const listLabels = (prometheus: string, selector: string): Promise<string[]> =>
  get<string[]>(prometheus, `labels?${new URLSearchParams({ 'match[]': selector })}`);

async function query<T>(prometheus: string, promql: string): Promise<T[]> {
  return (await get<{ result: T[] }>(prometheus, `query?${new URLSearchParams({ query: promql })}`)).result;
}

async function get<T>(prometheus: string, path: string): Promise<T> {
  return (await askJson<{ data: T }>(`${prometheus}/api/v1/${path}`)).data;
}
