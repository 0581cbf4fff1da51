import type { Route } from '#platform/http/router.ts';
import { createEndedSessionsReader } from './sessions.ts';
import type { SigningKeys } from './signing-keys.ts';

/** Creates the routes of what other processes need to verify tokens; they read it every 2 s. */
export function publishedRoutes(loadKeys: () => Promise<SigningKeys>): Route[] {
  const readEnded = createEndedSessionsReader();
  return [
    {
      method: 'get',
      path: '/.well-known/jwks.json',
      handle: async (_request, response) => {
        const { jwks } = await loadKeys();
        response.set('Cache-Control', 'public, max-age=5').json(jwks);
      },
    },
    {
      method: 'get',
      path: '/.well-known/ended-sessions.json',
      handle: async (_request, response) => {
        response.json({ ended: await readEnded() });
      },
    },
  ];
}
