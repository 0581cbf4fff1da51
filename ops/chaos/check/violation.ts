/** A broken invariant. */
export interface Violation {
  invariant: string;
  /** What is true instead. */
  found: string;
  orderId?: string;
}
