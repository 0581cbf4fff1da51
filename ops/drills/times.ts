/** What a drill measured, for the runbook and the table of all of them. */
export interface Times {
  /** From the fault to the notification in the inbox, in seconds. */
  detected: number;
  /** From the mitigation to the notification that it is resolved, in seconds. */
  recovered: number;
  /** The day, as 2026-01-31. */
  day: string;
  /** What it ran on. */
  machine: string;
}

/** The page of an alert, whose last line tells the times. */
export function intoRunbook(page: string, { detected, recovered, day, machine }: Times): string {
  const line = `Last measured: detected after ${detected} s, recovered after ${recovered} s (${day}, ${machine}).\n`;
  return replaced(page, /^Last measured: .*\n$/m, line);
}

/** The index, whose table has a row for each alert that ends with its times. */
export function intoIndex(page: string, alert: string, { detected, recovered }: Times): string {
  const row = new RegExp(`^(\\| \\[${alert}\\]\\(.*\\) \\|.*\\|.*\\|) [^|]* \\| [^|]* \\|$`, 'm');
  return replaced(page, row, `$1 ${detected} s | ${recovered} s |`);
}

function replaced(page: string, where: RegExp, by: string): string {
  if (!where.test(page)) throw new Error(`nothing in the page is like ${where}`);
  return page.replace(where, by);
}
