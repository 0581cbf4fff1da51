export interface CommandLine {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** What a slow step of preparing a component gets: ways to report progress and to be cancelled, and its log file. */
export interface PreparationContext {
  readonly progress: (detail: string) => void;
  /** The path of the file that receives the output of the step. */
  readonly log: string;
  readonly signal: AbortSignal;
}
