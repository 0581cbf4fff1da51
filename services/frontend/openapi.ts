import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import type { ApiOperation, ApiResponse } from './api/api-operation.ts';

const problem = z.object({
  type: z.string().describe('about:blank if the status alone describes the problem'),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  traceId: z.string().optional().describe('The id of the trace of the request'),
});

/** The problem statuses that any operation may return. */
const everywhere = [400, 405, 429, 431, 500];
const retryAfter = { 'Retry-After': 'Seconds to wait before the next attempt' };
const problemHeaders: Record<number, Record<string, string>> = {
  401: { 'WWW-Authenticate': 'How to authenticate' },
  405: { Allow: 'The supported methods' },
  429: retryAfter,
  503: retryAfter,
};

/** Returns the OpenAPI 3.1 description of the operations. */
export function describeApi(operations: readonly ApiOperation[]) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const path = operation.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [operation.method]: describe(operation, path) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Orderflow',
      version: '1.0.0',
      description: 'The public API of the shop. Money is in cents (EUR). Errors are problem details (RFC 9457).',
    },
    paths,
    components: {
      schemas: { Problem: jsonSchema(problem) },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'session' },
      },
    },
  };
}

function describe(operation: ApiOperation, path: string) {
  const { id, summary, secured = false, query, headers, body, responses, problems = [] } = operation;
  const statuses = new Set([...problems, ...(secured ? [401] : []), ...everywhere]);
  return {
    operationId: id,
    summary,
    ...(secured && { security: [{ bearer: [] }, { cookie: [] }] }),
    parameters: [
      ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => parameter('path', name ?? '', { type: 'string' }, true)),
      ...parameters('query', query),
      ...parameters('header', headers),
    ],
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(body) } } } }),
    responses: {
      ...Object.fromEntries(Object.entries(responses).map(([status, one]) => [status, response(one)])),
      ...Object.fromEntries([...statuses].toSorted().map((status) => [status, problemResponse(status)])),
    },
  };
}

function response({ description, schema, contentType = 'application/json', headers = {} }: ApiResponse) {
  return {
    description,
    headers: describeHeaders(headers),
    ...(schema && { content: { [contentType]: { schema: jsonSchema(schema, 'output') } } }),
  };
}

function problemResponse(status: number) {
  return {
    description: STATUS_CODES[status] ?? '',
    headers: describeHeaders(problemHeaders[status] ?? {}),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

function describeHeaders(headers: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [
      name,
      { description, required: true, schema: { type: 'string' } },
    ]),
  );
}

function parameters(where: 'query' | 'header', schema: z.ZodObject | undefined) {
  return Object.entries(schema?.shape ?? {}).map(([name, type]) => {
    const { description, ...rest } = jsonSchema(type as z.ZodType);
    return { ...parameter(where, name, rest, !(type as z.ZodType).isOptional()), ...(description && { description }) };
  });
}

function parameter(where: string, name: string, schema: object, required: boolean) {
  return { in: where, name, required, schema };
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output' = 'input'): { description?: string } {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
