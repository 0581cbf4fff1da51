import type { StackPaths } from '../stack/paths.ts';

/** The options of a measurement. */
export interface Options {
  paths: StackPaths;
  /** The path of the k6 program. */
  k6: string;
  /** Seconds of each run at a rate. */
  seconds: number;
  /** Rates to measure, in orders per second. Empty to search for the highest sustained rate. */
  rates: readonly number[];
  /** Orders to publish while the workers are stopped; 0 for no backlog. */
  backlog: number;
  /** Replicas of each worker. */
  workers: number;
  /** Partitions of each topic. */
  partitions: number;
  /** The folder for CPU profiles of our processes; undefined for none, because profiling slows the processes down. */
  profiles: string | undefined;
  say(line: string): void;
}
