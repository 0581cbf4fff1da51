import type { Customer } from '../clients/customer.ts';
import type { Stack } from './stack.ts';

/** The error of a check whose result differs from the expected one. */
export class CheckFailed extends Error {
  override readonly name = 'CheckFailed';
  /** A better place to look than the one that the check names. */
  readonly look: string | undefined;

  constructor(found: string, look?: string) {
    super(found);
    this.look = look;
  }
}

/** The error of a check that does not apply to the stack. This is not a failure. */
export class NotApplicable extends Error {
  override readonly name = 'NotApplicable';
}

/** Results of earlier checks that later checks use. */
export interface Findings {
  /** The doctor's own order, and the secrets that must not appear in the telemetry. */
  order?: {
    orderId: string;
    traceId: string;
    customer: Customer;
    secrets: Readonly<Record<'password' | 'token', string>>;
  };
  /** The order's trace, as Jaeger returned it. */
  trace?: string;
  /** The order's log records, as Loki returned them. */
  logs?: string;
}

/** A program that receives, stores or shows telemetry. */
export type BackEnd = 'otel-collector' | 'jaeger' | 'loki' | 'prometheus' | 'alertmanager';

/** One line of the report. */
export interface Check {
  name: string;
  /** Checks that must pass before this one can run. */
  needs?: readonly string[];
  /** The back ends that it asks. It cannot run while one of them is being built. */
  asks?: readonly BackEnd[];
  /** The expected state, printed when the check fails. */
  expected: string;
  /** Returns where to look when the check fails. */
  look(stack: Stack): string;
  /**
   * Returns the measured values, for the report.
   * @throws {unknown} a CheckFailed with the finding, or any other error
   */
  run(stack: Stack, findings: Findings): Promise<string>;
}
