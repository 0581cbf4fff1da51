import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { type Phase, phases } from './state.ts';
import type { Supervisor } from './supervisor.ts';

/** What can be done to a component; the supervisor has a method for each. */
export const actions = ['stop', 'start', 'restart', 'kill', 'freeze', 'thaw'] as const;
export type Action = (typeof actions)[number];

/** The part of a stack that can be controlled. */
interface Controlled {
  readonly supervisors: readonly Supervisor[];
  supervisor(name: string): Supervisor;
}

export interface Control {
  /** Nobody guesses it: whoever may read the state file may act on the stack, and no page of a browser can. */
  readonly url: string;
  close(): void;
}

/**
 * Lets others act on the components of a stack: POST `<url>/<component>/<action>`, answered with 204 when it is done,
 * for a start when the component is ready. GET `<url>` answers the phases of all.
 */
export async function serveControl(stack: Controlled): Promise<Control> {
  const key = randomBytes(16).toString('hex');
  const server = createServer(async (request, response) => {
    const [, given, name = '', action] = request.url?.split('/') ?? [];
    try {
      if (given === key && request.method === 'GET' && name === '') {
        const phases = stack.supervisors.map(({ component, phase }) => [component.name, phase]);
        response.setHeader('content-type', 'application/json').end(JSON.stringify(Object.fromEntries(phases)));
        return;
      }
      if (given !== key || request.method !== 'POST' || !isAction(action)) {
        throw new Error(`only POST <url>/<component>/<action>, and the actions are ${actions.join(', ')}`);
      }
      const supervisor = stack.supervisor(name);
      if (supervisor.isLeftOut) throw new Error(`${name} is left out: ${supervisor.detail}`);
      await supervisor[action]();
      response.writeHead(204).end();
    } catch (error) {
      response.writeHead(400).end(error instanceof Error ? error.message : String(error));
    }
  });
  server.unref();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${key}`,
    close: () => server.close(),
  };
}

export const isAction = (word: string | undefined): word is Action => actions.some((action) => action === word);

/** Does one action to one component of the stack behind the address. Rejects with the reason when it can't be done. */
export async function act(controlUrl: string, component: string, action: Action): Promise<void> {
  const response = await fetch(`${controlUrl}/${component}/${action}`, { method: 'POST' });
  if (!response.ok) throw new Error(await response.text());
}

/** The phase of each component of the stack behind the address. */
export async function phasesOf(controlUrl: string): Promise<ReadonlyMap<string, Phase>> {
  const response = await fetch(controlUrl);
  return new Map(Object.entries(z.record(z.string(), z.enum(phases)).parse(await response.json())));
}
