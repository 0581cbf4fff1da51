import { z } from 'zod';
import { databaseSettings } from '#platform/database/config.ts';
import { flag, frontendSecret, host, port } from '#platform/process/config.ts';
import { readConfig } from '#telemetry/read-config.ts';

const positive = (preset: number) => z.coerce.number('must be a number above 0').int().positive().default(preset);

export const config = readConfig(
  z.object({
    HOST: host,
    PORT: port(5001),
    ...databaseSettings,
    FRONTEND_SECRET: frontendSecret,
    /** Adds the user admin with a known password. */
    DEMO_DATA: flag(false),
    TOKEN_TTL_SECONDS: positive(8 * 60 * 60),
    /** The number of failed logins that one username and client address may make within the window. */
    LOGIN_FAILURES_MAX: positive(10),
    LOGIN_FAILURES_WINDOW_SECONDS: positive(15 * 60),
    /** The number of failed logins of an address in a minute, for users who have not logged in from there before. */
    LOGIN_FAILURES_PER_ADDRESS_MAX: positive(60),
    /** The number of failed logins of a user within the window, from addresses where the user has not logged in before. */
    LOGIN_FAILURES_PER_USER_MAX: positive(100),
    /** The number of accounts that an address may create in a minute. */
    SIGN_UPS_PER_MINUTE: positive(120),
    /** Passwords that are hashed at the same time; each occupies a processor for about 50 ms. */
    PASSWORD_HASHES_MAX: positive(2),
    /** Requests that may wait for a hash, separately for known and unknown clients. */
    PASSWORD_QUEUE_MAX: positive(200),
    /** The same for one client. */
    PASSWORD_QUEUE_PER_CLIENT_MAX: positive(100),
    /** The time after which a waiting request is refused. The frontend waits for 4 s (USER_SERVICE_TIMEOUT_MS). */
    PASSWORD_QUEUE_MS: positive(2_000),
  }),
);
