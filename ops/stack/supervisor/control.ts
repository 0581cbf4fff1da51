import { z } from 'zod';
import { ExpectedError } from '../../cli/command.ts';
import type { Action } from './actions.ts';
import { type Phase, phases } from './state.ts';

/**
 * Performs an action on a component of the stack whose control server has this address.
 * @throws {ExpectedError} with the reason if the action fails
 */
export async function controlComponent(controlUrl: string, component: string, action: Action): Promise<void> {
  const response = await request(`${controlUrl}/${component}/${action}`, { method: 'POST' });
  if (!response.ok) throw new ExpectedError(await response.text());
}

/** Returns the phase of each component of the stack whose control server has this address. */
export async function phasesOf(controlUrl: string): Promise<ReadonlyMap<string, Phase>> {
  const response = await request(controlUrl);
  return new Map(Object.entries(z.record(z.string(), z.enum(phases)).parse(await response.json())));
}

async function request(url: string, init: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    throw new ExpectedError('the stack does not respond: it is stopping or has stopped', { cause });
  }
}
