import { z } from 'zod';
import { jsonSchema } from '#platform/http/json-schema.ts';
import type { ApiOperation, ApiResponse } from './api/api-operation.ts';
import { anyProblem, securedProblem } from './api/problems.ts';

const problem = z.object({
  type: z.string().describe('about:blank if the status alone describes the problem'),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  traceId: z.string().optional().describe('The id of the trace of the request'),
});

const retryAfter = { 'Retry-After': 'Seconds to wait before the next attempt' };
const problemHeaders: Record<number, Record<string, string>> = {
  401: { 'WWW-Authenticate': 'How to authenticate' },
  405: { Allow: 'The supported methods' },
  429: retryAfter,
  503: retryAfter,
};

/** Returns the OpenAPI description of the operations. Version 3.2 can describe the events of a stream. */
export function describeApi(operations: readonly ApiOperation[]) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const path = operation.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [operation.method]: describe(operation) };
  }
  return {
    openapi: '3.2.0',
    info: {
      title: 'Orderflow',
      version: '1.0.0',
      description:
        'The public API of the shop. Money is in cents (EUR). Errors are problem details (RFC 9457). The [events](/docs?api=events) of the pipeline are in [asyncapi.json](/asyncapi.json).',
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

function describe(operation: ApiOperation) {
  const { id, summary, secured = false, params, query, headers, body, responses } = operation;
  const problems = { ...anyProblem, ...(secured && securedProblem), ...operation.problems };
  return {
    operationId: id,
    summary,
    ...(secured && { security: [{ bearer: [] }, { cookie: [] }] }),
    parameters: [...parameters('path', params), ...parameters('query', query), ...parameters('header', headers)],
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(body) } } } }),
    responses: {
      ...Object.fromEntries(Object.entries(responses).map(([status, one]) => [status, response(one)])),
      ...Object.fromEntries(
        Object.entries(problems).map(([status, reason]) => [status, problemResponse(Number(status), reason)]),
      ),
    },
  };
}

function response({ description, schema, itemSchema, contentType = 'application/json', headers = {} }: ApiResponse) {
  const content = {
    ...(schema && { schema: jsonSchema(schema, 'output') }),
    ...(itemSchema && { itemSchema: jsonSchema(itemSchema, 'output') }),
  };
  return {
    description,
    headers: describeHeaders(headers),
    ...((schema || itemSchema) && { content: { [contentType]: content } }),
  };
}

function problemResponse(status: number, description: string) {
  return {
    description,
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

function parameters(where: 'path' | 'query' | 'header', schema: z.ZodObject | undefined) {
  return Object.entries(schema?.shape ?? {}).map(([name, type]) => {
    const { description, ...rest } = jsonSchema(type as z.ZodType);
    return { ...parameter(where, name, rest, !(type as z.ZodType).isOptional()), ...(description && { description }) };
  });
}

function parameter(where: string, name: string, schema: object, required: boolean) {
  return { in: where, name, required, schema };
}
