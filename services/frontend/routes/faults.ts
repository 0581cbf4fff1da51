import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import { BrokerUnavailable } from '#events/broker.ts';
import {
  activeFaultSchema,
  describeActiveFault,
  describedParameters,
  parametersOf,
} from '#events/switches/describe.ts';
import type { FaultSwitches } from '#events/switches/fault-switches.ts';
import { parametersSchema } from '#events/switches/parameters.ts';
import { type FaultName, faultDefinitions, faultNames, isFaultName } from '#platform/faults/definitions.ts';
import { caller } from '#platform/http/authenticate.ts';
import { Problem } from '#platform/http/problem.ts';
import { validate } from '#platform/http/validate.ts';
import { logger } from '#telemetry/logger.ts';
import type { Operation } from '../operation.ts';
import { sameSite } from '../same-site.ts';
import type { Shop } from '../shop.ts';

const fault = z.strictObject({
  name: z.enum(faultNames),
  does: z.string(),
  processes: z.array(z.string()).describe('Where it can be switched on'),
  parameters: describedParameters.describe('Each as JSON Schema'),
  on: z.array(activeFaultSchema),
});
const off = z.strictObject({ off: z.array(activeFaultSchema).describe('What was on') });
const [first, ...others] = faultNames.map((name) => parametersSchema(name).meta({ title: name }));

/** Switches faults on and off, for admins, where the stack was started with FAULTS_ENABLED=true. */
export const faults = ({ authenticated, limit, faults: board }: Shop): Operation[] => {
  const before = [authenticated, sameSite, limit, adminsOnly, enabledOnly(board)];
  const secured = { secured: true, before };

  return [
    {
      id: 'listFaults',
      method: 'get',
      path: '/api/admin/faults',
      summary: 'Every fault that can be switched on, and what is on; for admins',
      ...secured,
      answers: { 200: { description: 'All faults', schema: z.strictObject({ faults: z.array(fault) }) } },
      problems: [403, 503],
      handle: (_request, response) => {
        const on = opened(board).list();
        response.json({
          faults: faultNames.map((name) => ({
            name,
            does: faultDefinitions[name].does,
            processes: faultDefinitions[name].processes,
            parameters: parametersOf(name),
            on: on.filter((switched) => switched.fault === name).map(describeActiveFault),
          })),
        });
      },
    },
    {
      id: 'switchFaultOn',
      method: 'put',
      path: '/api/admin/faults/:name',
      summary: 'Switches a fault on, or on with other parameters; for admins',
      ...secured,
      body: z.union([first as NonNullable<typeof first>, ...others]),
      answers: { 200: { description: 'It is on', schema: activeFaultSchema } },
      problems: [400, 403, 404, 413, 415, 503],
      handle: async (request, response) => {
        const name = nameIn(request);
        const parameters = validate(parametersSchema(name), request.body ?? {});
        const switched = await opened(board).on(name, parameters).catch(unavailable);
        logger.warn('an admin switched a fault on', { fault: name, parameters, 'user.id': caller(request).user.id });
        response.json(describeActiveFault(switched));
      },
    },
    {
      id: 'switchFaultOff',
      method: 'delete',
      path: '/api/admin/faults/:name',
      summary: 'Switches a fault off, wherever it is on; for admins',
      ...secured,
      answers: { 200: { description: 'It is off', schema: off } },
      problems: [403, 404, 503],
      handle: async (request, response) => {
        const gone = await opened(board).off(nameIn(request)).catch(unavailable);
        response.json({ off: gone.map(describeActiveFault) });
      },
    },
    {
      id: 'switchAllFaultsOff',
      method: 'delete',
      path: '/api/admin/faults',
      summary: 'Switches all faults off; for admins',
      ...secured,
      answers: { 200: { description: 'All are off', schema: off } },
      problems: [403, 503],
      handle: async (_request, response) => {
        const gone = await opened(board).off().catch(unavailable);
        response.json({ off: gone.map(describeActiveFault) });
      },
    },
  ];
};

const adminsOnly: RequestHandler = (request, _response, next) => {
  if (caller(request).user.role !== 'admin') throw new Problem(403, undefined, { detail: 'Only admins may do this.' });
  next();
};

const enabledOnly =
  (board: FaultSwitches | undefined): RequestHandler =>
  (_request, _response, next) => {
    opened(board);
    next();
  };

function opened(board: FaultSwitches | undefined): FaultSwitches {
  if (board === undefined) {
    const detail = 'They are in a stack that was started with FAULTS_ENABLED=true.';
    throw new Problem(403, 'Faults are not enabled', { detail });
  }
  if (!board.loaded()) throw new Problem(503, undefined, { detail: 'It is not known yet what is on.', retryAfter: 2 });
  return board;
}

function nameIn({ params }: Request): FaultName {
  const name = String(params['name']);
  if (!isFaultName(name)) throw new Problem(404, undefined, { detail: `Faults are ${faultNames.join(', ')}.` });
  return name;
}

function unavailable(cause: unknown): never {
  if (!(cause instanceof BrokerUnavailable)) throw cause;
  throw new Problem(503, undefined, { detail: 'Kafka is away: nothing was switched.', retryAfter: 2, cause });
}
