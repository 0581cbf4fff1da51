import type { z } from 'zod';
import type { Route } from '#platform/http/router.ts';

/** A successful response, as openapi.json describes it. */
export interface ApiResponse {
  description: string;
  schema?: z.ZodType;
  /** The schema of each item of a stream. */
  itemSchema?: z.ZodType;
  /** Defaults to application/json. */
  contentType?: string;
  /** The descriptions of its headers, by name. */
  headers?: Readonly<Record<string, string>>;
}

/** An operation of the public API: a route, and its description in openapi.json, from the schemas that the route uses. */
export interface ApiOperation extends Route {
  /** The name of the operation in generated clients. */
  id: string;
  summary: string;
  /** True if the operation requires a token. */
  secured?: boolean;
  /** The parameters of the path. An invalid one is a 404, because no such resource exists. */
  params?: z.ZodObject;
  query?: z.ZodObject;
  headers?: z.ZodObject;
  body?: z.ZodType;
  responses: Readonly<Record<number, ApiResponse>>;
  /** The reasons for its problems by status, besides those that any operation may return (see problems.ts). */
  problems?: Readonly<Record<number, string>>;
}
