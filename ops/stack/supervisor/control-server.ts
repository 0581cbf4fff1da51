import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isLocalHost } from '#platform/http/local-host.ts';
import { type Action, actions, isAction } from './actions.ts';
import type { Supervisor } from './supervisor.ts';

interface ControlledStack {
  readonly supervisors: readonly Supervisor[];
  supervisor(name: string): Supervisor;
}

export interface ControlServer {
  /** The address, with a random key: only processes that can read the state file can control the stack. */
  readonly url: string;
  close(): void;
}

/**
 * Starts the server through which other processes control the components of a stack. `POST <url>/<component>/<action>`
 * returns 204 when the action is done; a start is done when the component is ready. `GET <url>` returns the
 * phase of each component.
 */
export async function startControlServer(stack: ControlledStack): Promise<ControlServer> {
  const key = randomBytes(16).toString('hex');
  const server = createServer(async (request, response) => {
    const [, given, name = '', action] = request.url?.split('/') ?? [];
    try {
      // The key keeps web pages out already; this is the second line of defense.
      if (!isLocalHost(request.headers.host)) throw new Error('use the address in the state file');
      if (given === key && request.method === 'GET' && name === '') {
        response.setHeader('content-type', 'application/json').end(JSON.stringify(phasesIn(stack)));
        return;
      }
      if (given !== key || request.method !== 'POST' || !isAction(action)) {
        throw new Error(`send POST <url>/<component>/<action> with an action of ${actions.join(', ')}`);
      }
      await perform(stack, name, action);
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

async function perform(stack: ControlledStack, name: string, action: Action): Promise<void> {
  const supervisor = stack.supervisor(name);
  if (supervisor.isSkipped) throw new Error(`${name} is skipped: ${supervisor.detail}`);
  await supervisor[action]();
}

const phasesIn = ({ supervisors }: ControlledStack) =>
  Object.fromEntries(supervisors.map(({ component, phase }) => [component.name, phase]));
