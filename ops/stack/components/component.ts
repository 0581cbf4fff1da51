import type { Command, Work } from '../programs/work.ts';

/** One program of the stack: what it needs, and how it is got, started and known to be ready. */
export interface Component {
  readonly name: string;
  readonly version: string;
  readonly part: Part;
  /** The ports it listens on, by purpose. */
  readonly ports: readonly number[];
  /** The components that must be ready before it is started. */
  readonly needs: readonly string[];
  /** Others that it uses while it runs: it starts without them, but is stopped before them. */
  readonly uses?: readonly string[];
  /** What this machine lacks to get or run it, in one line; undefined when nothing is missing. */
  readonly missing?: () => Promise<string | undefined>;
  /** Puts the program on this machine, unless it is there. */
  readonly obtain?: (work: Work) => Promise<void>;
  /** What must be done once, before the first start: data folders. */
  readonly prepare?: (work: Work) => Promise<void>;
  readonly command: () => Command;
  /** Whether it does its work now; a rejection means no. */
  readonly ready: () => Promise<boolean>;
}

/** servers: what the services stand on. services: Orderflow's own processes. back ends: what stores telemetry. */
export type Part = 'servers' | 'services' | 'back ends';
