/** A broken invariant. */
export interface Violation {
  invariant: string;
  /** The contradicting state. */
  found: string;
  orderId?: string;
}
