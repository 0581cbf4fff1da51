import type { Stack } from './stack.ts';

/** What a failed check found, and where it is not what the check always says, what was expected and where to look. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly look: string | undefined;

  constructor(found: string, look?: string) {
    super(found);
    this.look = look;
  }
}

/** Thrown by a check that has no object in this stack: no failure. */
export class NotHere extends Error {
  override readonly name = 'NotHere';
}

/** What earlier checks found out, for later ones. */
export interface Findings {
  /** The order that was placed, and what must not be in the telemetry. */
  order?: {
    orderId: string;
    traceId: string;
    authorization: string;
    secrets: Readonly<Record<'password' | 'token', string>>;
  };
  /** The trace of the order as Jaeger told it, and its log records as Loki told them. */
  trace?: string;
  logs?: string;
}

/** One line of the report. */
export interface Check {
  name: string;
  /** Checks without which this one can't run. */
  needs?: readonly string[];
  /** What should be, told when it is not. */
  expected: string;
  /** Where to look when it is not. */
  look(stack: Stack): string;
  /**
   * Answers what was measured.
   * @throws {unknown} what was found instead: a Fault, or whatever went wrong
   */
  run(stack: Stack, findings: Findings): Promise<string>;
}
