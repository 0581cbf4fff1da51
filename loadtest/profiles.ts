import type { Options } from 'k6/options';
import { abortOver, nothingLost, within } from './thresholds.ts';

/** The shape of a load test. The variable PROFILE names one. */
export interface Profile {
  /** The purpose of the profile, in one line of the command's help. */
  purpose: string;
  /** The peak in visits per second; null for users with think time between requests (closed model). */
  rate: number | null;
  /** The duration in seconds. */
  seconds: number;
  /** The stages: each a fraction of the duration, and the fraction of the peak at which it ends. */
  stages: readonly (readonly [time: number, height: number])[];
  /** The fraction of the peak at which the run starts. */
  start: number;
  thresholds: Options['thresholds'];
}

/** The same rate from start to end. */
const constant = { start: 1, stages: [[1, 1]] } as const;

/** All profiles by name. */
export const profiles = {
  smoke: {
    purpose: 'a quick check that the shop works',
    rate: 2,
    seconds: 20,
    ...constant,
    thresholds: within(800, 2_000),
  },
  load: {
    purpose: 'an ordinary busy hour, scaled down',
    rate: 10,
    seconds: 180,
    start: 0,
    stages: [
      [0.15, 1],
      [0.75, 1],
      [0.1, 0],
    ],
    thresholds: within(500, 1_000),
  },
  stress: {
    purpose: 'a rate that rises in steps',
    rate: 18,
    seconds: 240,
    start: 0,
    stages: [
      [0.1, 1 / 3],
      [0.2, 1 / 3],
      [0.1, 2 / 3],
      [0.2, 2 / 3],
      [0.1, 1],
      [0.2, 1],
      [0.1, 0],
    ],
    thresholds: within(1_000, 5_000),
  },
  spike: {
    purpose: 'a sudden tenfold rate',
    rate: 18,
    seconds: 120,
    start: 0.1,
    stages: [
      [0.3, 0.1],
      [0.02, 1],
      [0.2, 1],
      [0.02, 0.1],
      [0.46, 0.1],
    ],
    thresholds: within(1_000, 5_000),
  },
  soak: {
    purpose: 'a steady hour, to find leaks',
    rate: 5,
    seconds: 3_600,
    ...constant,
    thresholds: within(500, 1_000),
  },
  breakpoint: {
    purpose: 'a rising rate until a limit is crossed; fails unless it reaches the full rate',
    rate: 60,
    seconds: 600,
    start: 0,
    stages: [[1, 1]],
    thresholds: {
      ...within(1_000, 5_000),
      dropped_iterations: [abortOver('count==0')],
      server_errors: [abortOver('rate<0.01')],
      order_accept_duration: [abortOver('p(95)<1000')],
    },
  },
  background: {
    purpose: 'a light load for watching dashboards, until Ctrl-C',
    rate: 1,
    seconds: 365 * 24 * 3_600,
    ...constant,
    thresholds: within(800, 2_000),
  },
  tp: {
    purpose: 'up to 20 users with think time; one order in ten is invalid JSON',
    rate: null,
    seconds: 150,
    start: 0,
    stages: [
      [0.2, 0.5],
      [0.4, 0.5],
      [0.2, 1],
      [0.2, 0],
    ],
    thresholds: {
      ...nothingLost,
      checks: ['rate>0.95'],
      server_errors: ['rate<0.05'],
      order_accept_duration: ['p(95)<800'],
    },
  },
} as const satisfies Record<string, Profile>;

export type ProfileName = keyof typeof profiles;

/** Returns true if `name` is the name of a profile. */
export const isProfile = (name: string): name is ProfileName => Object.hasOwn(profiles, name);
