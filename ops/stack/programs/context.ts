export interface CommandLine {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The folder to start in; by default the repository. */
  readonly folder?: string | undefined;
}

/** Callbacks and files for a slow step: it reports its progress, writes a log and can be cancelled. */
export interface PreparationContext {
  readonly progress: (detail: string) => void;
  /** The path of the file that receives the output of the step. */
  readonly log: string;
  readonly signal: AbortSignal;
}
