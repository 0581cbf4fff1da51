import type { CommandLine, PreparationContext } from '../programs/context.ts';

/** One program of the stack: its dependencies, and how it is installed, started and found ready. */
export interface Component {
  readonly name: string;
  readonly version: string;
  readonly tier: Tier;
  readonly ports: readonly number[];
  /** Components that must be ready before this one starts. */
  readonly needs: readonly string[];
  /** Components that it uses while it runs: it starts without them, but stops before them. */
  readonly uses?: readonly string[];
  /** Returns the requirement that this machine does not meet, in one line; undefined if it meets all. */
  readonly missingRequirement?: () => Promise<string | undefined>;
  /** Installs the program if it is not installed yet. */
  readonly install?: (context: PreparationContext) => Promise<void>;
  /** Creates the data folder and configuration, before each start of the stack. */
  readonly prepare?: (context: PreparationContext) => Promise<void>;
  readonly command: () => CommandLine;
  /** Sets up what only the running component can, once, after its first start. Components that need it start afterward. */
  readonly setUp?: (context: PreparationContext) => Promise<void>;
  /** Returns true if the component works now. A rejection counts as false. */
  readonly ready: () => Promise<boolean>;
}

/** servers: Kafka and MariaDB. services: Orderflow's own processes. back ends: the collector and telemetry stores. */
export type Tier = 'servers' | 'services' | 'back ends';
