/** Something that must never be and is. */
export interface Violation {
  /** What was promised. */
  invariant: string;
  /** What is so instead. */
  found: string;
  orderId?: string;
}
