import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import { BrokerUnavailable } from '#events/broker.ts';
import type { FaultSwitches } from '#events/switches/fault-switches.ts';
import { type FaultName, faultNames } from '#platform/faults/definitions.ts';
import { caller } from '#platform/http/authenticate.ts';
import { Problem } from '#platform/http/problem.ts';

/** Refuses users who are not admins. */
export const adminsOnly: RequestHandler = (request, _response, next) => {
  if (caller(request).user.role !== 'admin')
    throw new Problem(403, undefined, { detail: 'This operation requires an admin.' });
  next();
};

/** Refuses requests unless faults are enabled and the active faults are known. */
export const faultsReady =
  (switches: FaultSwitches | undefined): RequestHandler =>
  (_request, _response, next) => {
    readySwitches(switches);
    next();
  };

/**
 * Returns the fault switches if they can be used.
 * @throws {Problem} 403 if faults are not enabled; 503 until the active faults were read from Kafka
 */
export function readySwitches(switches: FaultSwitches | undefined): FaultSwitches {
  if (switches === undefined) {
    const detail = 'Start the stack with FAULTS_ENABLED=true to enable them.';
    throw new Problem(403, 'Faults are not enabled', { detail });
  }
  if (!switches.loaded()) {
    const detail = 'The active faults are not known yet. Try again in 2 s.';
    throw new Problem(503, undefined, { detail, retryAfter: 2 });
  }
  return switches;
}

/** The name of the fault in the path of a request. */
export const faultNameParam = z.object({ name: z.enum(faultNames).describe('The name of the fault') });

/**
 * Returns the name of the fault in the path of a request.
 * @throws {Problem} 404 if no such fault exists
 */
export function faultNameFromPath({ params }: Request): FaultName {
  const { success, data } = faultNameParam.safeParse(params);
  if (!success) {
    throw new Problem(404, undefined, {
      detail: `This fault does not exist. The faults are ${faultNames.join(', ')}.`,
    });
  }
  return data.name;
}

/** Converts the error of a failed switch to a 503 problem if Kafka is unavailable; throws any other error unchanged. */
export function throwSwitchFailed(cause: unknown): never {
  if (!(cause instanceof BrokerUnavailable)) throw cause;
  const detail = 'Kafka is unavailable, so no fault was switched. Try again in 2 s.';
  throw new Problem(503, undefined, { detail, retryAfter: 2, cause });
}
