import type { z } from 'zod';
import type { Route } from '#platform/http/router.ts';

/** What an answer holds. */
export interface Answer {
  description: string;
  schema?: z.ZodType;
  /** Instead of application/json. */
  contentType?: string;
  headers?: Readonly<Record<string, string>>;
}

/** A call of the public API: its route, and what openapi.json says of it, from the schemas that the route uses. */
export interface Operation extends Route {
  /** The name of the operation in generated clients. */
  id: string;
  summary: string;
  /** Whether a token is needed. */
  secured?: boolean;
  /** Parameters by where they are. */
  query?: z.ZodObject;
  headers?: z.ZodObject;
  body?: z.ZodType;
  answers: Readonly<Record<number, Answer>>;
  /** The problems it may answer with, besides 405, 429 and 500. */
  problems?: readonly number[];
}
