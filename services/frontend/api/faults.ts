import { z } from 'zod';
import {
  activeFaultSchema,
  describeActiveFault,
  describedParameters,
  parametersOf,
} from '#events/switches/describe.ts';
import { parametersSchema } from '#events/switches/parameters.ts';
import { faultDefinitions, faultNames } from '#platform/faults/definitions.ts';
import { caller } from '#platform/http/authenticate.ts';
import { validate } from '#platform/http/validate.ts';
import { refuseCrossSiteCookie } from '../accounts/same-site.ts';
import { switchOff, switchOn } from '../operations-page/switch-faults.ts';
import type { Shop } from '../shop.ts';
import type { ApiOperation } from './api-operation.ts';
import {
  adminsOnly,
  faultNameFromPath,
  faultNameParam,
  faultsReady,
  readySwitches,
  throwSwitchFailed,
} from './fault-access.ts';
import { bodyProblem, crossSite, unavailable } from './problems.ts';

const faultSchema = z.strictObject({
  name: z.enum(faultNames),
  does: z.string(),
  processes: z.array(z.string()).describe('The processes in which it can be switched on'),
  parameters: describedParameters.describe('Each parameter as JSON Schema'),
  on: z.array(activeFaultSchema),
});
const switchedOff = z.strictObject({ off: z.array(activeFaultSchema).describe('The faults that were on') });
const refused = { 403: `The caller is no admin, or faults are not enabled. Or: ${crossSite}`, ...unavailable };
const [first, ...others] = faultNames.map((name) => parametersSchema(name).meta({ title: name }));

/** Operations that switch faults, for admins. They are refused unless the stack was started with FAULTS_ENABLED=true. */
export const faultOperations = ({ authenticate, rateLimit, faultSwitches }: Shop): ApiOperation[] => {
  const before = [authenticate, refuseCrossSiteCookie, rateLimit, adminsOnly, faultsReady(faultSwitches)];
  const secured = { secured: true, before };

  return [
    {
      id: 'listFaults',
      method: 'get',
      path: '/api/admin/faults',
      summary: 'Lists all faults and their active instances. For admins',
      ...secured,
      responses: { 200: { description: 'All faults', schema: z.strictObject({ faults: z.array(faultSchema) }) } },
      problems: refused,
      handle: (_request, response) => {
        const active = readySwitches(faultSwitches).list();
        response.json({
          faults: faultNames.map((name) => ({
            name,
            does: faultDefinitions[name].does,
            processes: faultDefinitions[name].processes,
            parameters: parametersOf(name),
            on: active.filter(({ fault }) => fault === name).map(describeActiveFault),
          })),
        });
      },
    },
    {
      id: 'switchFaultOn',
      method: 'put',
      path: '/api/admin/faults/:name',
      params: faultNameParam,
      summary: 'Switches a fault on, or changes its parameters. For admins',
      ...secured,
      body: z.union([first as NonNullable<typeof first>, ...others]),
      responses: { 200: { description: 'The fault is on', schema: activeFaultSchema } },
      problems: { ...refused, 404: 'The fault does not exist', ...bodyProblem },
      handle: async (request, response) => {
        const name = faultNameFromPath(request);
        const parameters = validate(parametersSchema(name), request.body ?? {});
        const { user } = caller(request);
        const active = await switchOn(readySwitches(faultSwitches), name, parameters, user.id).catch(throwSwitchFailed);
        response.json(describeActiveFault(active));
      },
    },
    {
      id: 'switchFaultOff',
      method: 'delete',
      path: '/api/admin/faults/:name',
      params: faultNameParam,
      summary: 'Switches a fault off in all processes. For admins',
      ...secured,
      responses: { 200: { description: 'The fault is off', schema: switchedOff } },
      problems: { ...refused, 404: 'The fault does not exist' },
      handle: async (request, response) => {
        const { user } = caller(request);
        const name = faultNameFromPath(request);
        const off = await switchOff(readySwitches(faultSwitches), name, user.id).catch(throwSwitchFailed);
        response.json({ off: off.map(describeActiveFault) });
      },
    },
    {
      id: 'switchAllFaultsOff',
      method: 'delete',
      path: '/api/admin/faults',
      summary: 'Switches all faults off. For admins',
      ...secured,
      responses: { 200: { description: 'All faults are off', schema: switchedOff } },
      problems: refused,
      handle: async (request, response) => {
        const { user } = caller(request);
        const off = await switchOff(readySwitches(faultSwitches), undefined, user.id).catch(throwSwitchFailed);
        response.json({ off: off.map(describeActiveFault) });
      },
    },
  ];
};
