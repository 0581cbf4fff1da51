import { createHash } from 'node:crypto';
import { describeEvents } from '#events/asyncapi/document.ts';
import { publishedSchemas, schemaPath } from '#events/published-schemas.ts';
import type { Route } from '#platform/http/router.ts';
import type { ApiOperation } from './api/api-operation.ts';
import { describeApi } from './openapi.ts';

/**
 * Creates the routes of the published contracts: openapi.json, asyncapi.json, and the schemas of all versions of the
 * events. They are in memory, so their rate is not limited.
 */
export const contractRoutes = (api: readonly ApiOperation[]): Route[] => [
  description('/openapi.json', describeApi(api)),
  description('/asyncapi.json', describeEvents()),
  ...[...publishedSchemas].map(
    ([name, schema]): Route => ({
      method: 'get',
      path: schemaPath(name),
      handle: (_request, response) => {
        // A published schema never changes.
        response
          .set('Cache-Control', 'public, max-age=31536000, immutable')
          .type('application/schema+json')
          .send(schema);
      },
    }),
  ),
];

/** Creates the route of a description, which clients ask for again but receive only if it has changed. */
function description(path: string, described: object): Route {
  const body = JSON.stringify(described);
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
  return {
    method: 'get',
    path,
    handle: (request, response) => {
      response.set({ 'Cache-Control': 'public, no-cache', ETag: etag });
      if (request.fresh) response.status(304).end();
      else response.type('json').send(body);
    },
  };
}
