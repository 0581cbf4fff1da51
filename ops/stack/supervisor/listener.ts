/** A receiver of the events in a stack. */
export interface StackListener {
  /** Called when the phase, its detail or the process of a component changed. */
  readonly onChange: () => void;
  /** Called with a human-readable line. */
  readonly report: (line: string) => void;
  /** Called when a process ended without being stopped. */
  readonly onExit?: (component: string) => void;
}
