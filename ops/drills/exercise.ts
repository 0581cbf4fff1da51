import type { Drill } from './drills.ts';
import type { AlertRule } from './rules.ts';

/** A drill with its alert and its runbook. */
export interface Exercise {
  alert: string;
  drill: Drill;
  rule: AlertRule;
  /** The text of the runbook. */
  runbook: string;
}

/** The way in which a drill is run. */
export interface Options {
  /** A person heals the fault. */
  interactive: boolean;
  /** Seconds of traffic before the fault. */
  warmUpSeconds: number;
  /** The machine has much other work, so that slow responses say nothing about the stack. */
  busy: boolean;
  say: (line: string) => void;
  signal: AbortSignal;
}

/** The times of a drill, in seconds. */
export interface Measured {
  /** From the fault to the notification in the inbox. */
  detected: number;
  /** From the mitigation to the notification that the alert is resolved. */
  recovered: number;
}

/** The error of a drill whose outcome differs from the expected one. */
export class DrillFailed extends Error {
  override readonly name = 'DrillFailed';
}
