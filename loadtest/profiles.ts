import type { Options, Scenario, Stage } from 'k6/options';

/** How a run goes: one of these by name, in the variable PROFILE. */
export interface Profile {
  /** What it is for, in a line. */
  purpose: string;
  /** The most visits a second; null where users take their time (closed model). */
  rate: number | null;
  /** How long it takes, in seconds. */
  seconds: number;
  /** Parts of that time, each with the part of the rate (or of the users) that it ends at. */
  stages: readonly (readonly [time: number, height: number])[];
  /** Where the rate begins, as a part of it. */
  start: number;
  thresholds: Options['thresholds'];
}

/** What no run may miss, whatever it is for: see reconcile.ts. */
const nothingLost = {
  orders_missing: ['count==0'],
  orders_unexpected: ['count==0'],
  orders_unsettled: ['count==0'],
};

/**
 * @param accept what 95 % of the orders are accepted within, in milliseconds
 * @param settle what 95 % of the orders are settled within, in milliseconds
 */
const within = (accept: number, settle: number): NonNullable<Options['thresholds']> => ({
  ...nothingLost,
  checks: ['rate>0.99'],
  server_errors: ['rate<0.01'],
  // Arrivals that found no user free: the load was not what it claims to be.
  dropped_iterations: ['count==0'],
  orders_rejected: ['rate<0.01'],
  order_accept_duration: [`p(95)<${accept}`],
  order_settlement_duration: [`p(95)<${settle}`],
});

const abortOver = (threshold: string) => ({ threshold, abortOnFail: true, delayAbortEval: '10s' });

const constant = { start: 1, stages: [[1, 1]] } as const;

export const profiles = {
  smoke: { purpose: 'does it work at all?', rate: 2, seconds: 20, ...constant, thresholds: within(800, 2_000) },
  load: {
    purpose: 'an ordinary busy hour, in small',
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
    purpose: 'more and more, in steps',
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
    purpose: 'ten times as many, all at once',
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
    purpose: 'for hours: does anything grow that should not?',
    rate: 5,
    seconds: 3_600,
    ...constant,
    thresholds: within(500, 1_000),
  },
  breakpoint: {
    purpose: 'more and more until something gives: ends there, and fails unless it reached its rate',
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
    purpose: 'light and endless, to watch dashboards with: Ctrl-C ends it',
    rate: 1,
    seconds: 365 * 24 * 3_600,
    ...constant,
    thresholds: within(800, 2_000),
  },
  tp: {
    purpose: 'up to 20 users who take their time; a tenth of their orders is no JSON',
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

/** The most users of a profile without a rate. */
const mostUsers = 20;

export interface Run {
  name: ProfileName;
  /** Visits a second; null for a profile whose users take their time. */
  rate: number | null;
  seconds: number;
  options: Options;
}

/**
 * What k6 is told for a profile.
 * @param env PROFILE; RATE, the most visits a second; DURATION, in seconds
 * @throws {Error} that names the variable which is wrong
 */
export function readRun(env: Readonly<Record<string, string | undefined>>): Run {
  const name = env['PROFILE'] ?? '';
  if (!isProfile(name)) throw new Error(`PROFILE: must be one of ${Object.keys(profiles).join(', ')}`);
  const profile: Profile = profiles[name];
  if (profile.rate === null && env['RATE']) throw new Error(`RATE: ${name} has users, not a rate`);
  const rate = profile.rate && positive('RATE', env['RATE'], profile.rate);
  const seconds = positive('DURATION', env['DURATION'], profile.seconds);
  const options: Options = {
    scenarios: { [name]: scenario(profile, rate, seconds) },
    thresholds: profile.thresholds ?? {},
    setupTimeout: '2m',
    teardownTimeout: '15m',
    // No `url`: it would make a series of each order's address.
    systemTags: ['name', 'method', 'status', 'scenario', 'error_code', 'expected_response'],
    summaryTrendStats: ['avg', 'min', 'med', 'p(95)', 'p(99)', 'max'],
  };
  return { name, rate, seconds, options };
}

export const isProfile = (name: string): name is ProfileName => Object.hasOwn(profiles, name);

function scenario({ start, stages }: Profile, rate: number | null, seconds: number): Scenario {
  const toStages = (height: number): Stage[] =>
    stages.map(([time, part]) => ({
      duration: `${Math.max(1, Math.round(time * seconds * 1_000))}ms`,
      target: Math.round(part * height),
    }));
  if (rate === null) {
    return { executor: 'ramping-vus', exec: 'takeTime', startVUs: 0, stages: toStages(mostUsers) };
  }
  return {
    executor: 'ramping-arrival-rate',
    exec: 'visit',
    // Rates are whole numbers: by the minute they need not be round ones.
    timeUnit: '1m',
    startRate: Math.round(start * rate * 60),
    stages: toStages(rate * 60),
    // Enough for visits of three seconds, and in need of six: a user that has yet to be made is too late.
    preAllocatedVUs: Math.max(20, Math.ceil(rate * 3)),
    maxVUs: Math.max(50, Math.ceil(rate * 6)),
  };
}

function positive(name: string, text: string | undefined, preset: number): number {
  if (!text) return preset;
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw new Error(`${name}: must be a number above 0`);
  return value;
}
