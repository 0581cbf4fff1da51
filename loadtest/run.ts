import type { Options, Scenario, Stage } from 'k6/options';
import { isProfile, type Profile, type ProfileName, profiles } from './profiles.ts';

/** The number of users at the peak of a profile without a rate. */
const peakUsers = 20;

/** A profile with the rate and duration of this run, and k6's options for it. */
export interface Run {
  name: ProfileName;
  /** Visits per second; null for a profile of users with think time. */
  rate: number | null;
  seconds: number;
  options: Options;
}

/**
 * Reads the environment variables of a run.
 * @param env PROFILE; RATE, the peak in visits per second; DURATION, in seconds
 * @throws {Error} that names the invalid variable
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
    // Without `url`, because each order's address would become a series.
    systemTags: ['name', 'method', 'status', 'scenario', 'error_code', 'expected_response'],
    summaryTrendStats: ['avg', 'min', 'med', 'p(95)', 'p(99)', 'max'],
  };
  return { name, rate, seconds, options };
}

/** Returns k6's scenario: arrivals at a rate, or users with think time if there is no rate. */
function scenario({ start, stages }: Profile, rate: number | null, seconds: number): Scenario {
  const toStages = (height: number): Stage[] =>
    stages.map(([time, part]) => ({
      duration: `${Math.max(1, Math.round(time * seconds * 1_000))}ms`,
      target: Math.round(part * height),
    }));
  if (rate === null) {
    return { executor: 'ramping-vus', exec: 'takeTime', startVUs: 0, stages: toStages(peakUsers) };
  }
  return {
    executor: 'ramping-arrival-rate',
    exec: 'visit',
    // k6 accepts only whole numbers, so fractions of a visit per second are given per minute.
    timeUnit: '1m',
    startRate: Math.round(start * rate * 60),
    stages: toStages(rate * 60),
    // Enough users for visits of three seconds, at most of six. k6 drops a visit while it still creates a user for it.
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
