import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Stack } from './stack.ts';

/**
 * Lets tests break their stack: POST /<component>/kill, /stop or /start, answered when it is done, for start when the
 * component is ready again. Answers its address.
 */
export async function serveControl(stack: Stack): Promise<string> {
  const server = createServer(async (request, response) => {
    const [, name = '', action] = request.url?.split('/') ?? [];
    try {
      const supervisor = stack.supervisor(name);
      if (request.method !== 'POST' || (action !== 'kill' && action !== 'stop' && action !== 'start')) {
        throw new Error('only POST /<component>/kill, /stop and /start');
      }
      await supervisor[action]();
      response.writeHead(204).end();
    } catch (error) {
      response.writeHead(400).end(String(error));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
