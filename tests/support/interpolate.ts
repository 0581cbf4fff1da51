/** The values of a dashboard's variables, by name. */
export type Values = Readonly<Record<string, string>>;

/** The time range of all queries: the last 15 minutes, in the steps of metrics that arrive every 10 s. */
export const range = { minutes: 15, step: 10 };
/** The values of Grafana's built-in variables for that range. */
export const builtIn: Values = {
  __interval: '10s',
  __rate_interval: '40s',
  __range: `${range.minutes}m`,
  __auto: '15s',
};

/**
 * Replaces the variables in a text by their values: $name, ${name} and ${name:format}.
 *
 * @throws {Error} if a variable has no value
 */
export function interpolate(text: string, values: Values): string {
  return text.replaceAll(/\$(\w+)|\$\{([\w.]+)(?::\w+)?\}/g, (found, plain?: string, braced?: string) => {
    const name = plain ?? braced ?? '';
    // A number refers to a group of the regular expression in label_replace.
    if (/^\d+$/.test(name)) return found;
    const value = values[name] ?? builtIn[name];
    if (value === undefined) throw new Error(`the dashboard has no variable ${name}`);
    return value;
  });
}
