import { z } from 'zod';
import { parametersOf } from '#events/switches/describe.ts';
import { parametersSchema } from '#events/switches/parameters.ts';
import { type FaultName, faultNames } from '#platform/faults/definitions.ts';
import { caller } from '#platform/http/authenticate.ts';
import type { Route } from '#platform/http/router.ts';
import { validate } from '#platform/http/validate.ts';
import { faultNameFromPath, readySwitches, throwSwitchFailed } from '../../api/fault-access.ts';
import { switchOff, switchOn } from '../../operations-page/switch-faults.ts';
import type { Shop } from '../../shop.ts';
import { renderPage } from '../layout/render-page.ts';
import type { PageRoutes } from '../page-routes.ts';
import { adminsOnly } from '../request/guards.ts';
import { faultsPage } from './faults-page.ts';

/** The page to return to. */
const next = z.enum(['/operations', '/operations/faults']).default('/operations');
const offForm = z.object({ fault: z.enum(faultNames), next });
const onForm = z.looseObject({ next });

/** Creates the routes of the page of faults, and of the forms that switch them. For admins only. */
export function faultRoutes(shop: Shop, { page, form }: PageRoutes): Route[] {
  const { faultSwitches } = shop;
  const admins = adminsOnly(shop, () => '/operations/faults');
  return [
    page(
      '/operations/faults',
      (request, response) => renderPage(request, response, (context) => faultsPage(context, faultSwitches)),
      adminsOnly(shop),
    ),
    form(
      '/operations/faults',
      async (request, response) => {
        const { fault, next } = validate(offForm, request.body);
        const { user } = caller(request);
        await switchOff(readySwitches(faultSwitches), fault, user.id).catch(throwSwitchFailed);
        response.redirect(303, next);
      },
      admins,
    ),
    form(
      '/operations/faults/:name',
      async (request, response) => {
        const fault = faultNameFromPath(request);
        const { next, ...fields } = validate(onForm, request.body);
        const parameters = validate(parametersSchema(fault), typed(fault, fields));
        const { user } = caller(request);
        await switchOn(readySwitches(faultSwitches), fault, parameters, user.id).catch(throwSwitchFailed);
        response.redirect(303, next);
      },
      admins,
    ),
  ];
}

/** Returns the parameters in the fields of a form: an empty field is absent, and numbers are numbers. */
function typed(fault: FaultName, fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const known = parametersOf(fault);
  const given = Object.entries(fields).filter(([, value]) => value !== '');
  return Object.fromEntries(
    given.map(([name, value]) => [name, /number|integer/.test(known[name]?.type ?? '') ? Number(value) : value]),
  );
}
