/** The times that a drill measured, for the runbook and the table of all runbooks. */
export interface Times {
  /** From the fault to the notification in the inbox, in seconds. */
  detected: number;
  /** From the mitigation to the notification that it is resolved, in seconds. */
  recovered: number;
  /** The day, as 2026-01-31. */
  day: string;
  /** The machine that ran the drill. */
  machine: string;
}

/** Returns an alert's runbook with these times in its last line. */
export function intoRunbook(page: string, { detected, recovered, day, machine }: Times): string {
  const line = `Last measured: detected after ${detected} s, recovered after ${recovered} s (${day}, ${machine}).\n`;
  return replaced(page, /^Last measured: .*\n$/m, line);
}

/** Returns the table of all runbooks with these times at the end of the alert's row. */
export function intoIndex(page: string, alert: string, { detected, recovered }: Times): string {
  const row = new RegExp(`^(\\| \\[${alert}\\]\\(.*\\) \\|.*\\|.*\\|) [^|]* \\| [^|]* \\|$`, 'm');
  return replaced(page, row, `$1 ${detected} s | ${recovered} s |`);
}

function replaced(page: string, where: RegExp, by: string): string {
  if (!where.test(page)) throw new Error(`no line of the page matches ${where}`);
  return page.replace(where, by);
}
