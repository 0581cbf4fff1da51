/** The names and texts that a runbook page may use. */
export interface Known {
  /** The text of each file that a page may link to, by its path from `runbooks/`: `game-day.md`, `../README.md`. */
  files: ReadonlyMap<string, string>;
  dashboards: ReadonlySet<string>;
  ports: ReadonlySet<number>;
  metrics: ReadonlySet<string>;
  logLabels: ReadonlySet<string>;
  /** The source code, which contains the texts of all log messages. */
  source: string;
  scripts: ReadonlySet<string>;
  services: ReadonlySet<string>;
  loads: ReadonlySet<string>;
  /** The alerts that have a drill. */
  drills: ReadonlySet<string>;
}
