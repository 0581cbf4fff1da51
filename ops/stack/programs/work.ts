export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A step that takes a while: it says how far it is, writes its output to a log, and can be called off. */
export interface Work {
  readonly progress: (detail: string) => void;
  readonly log: string;
  readonly signal: AbortSignal;
}
