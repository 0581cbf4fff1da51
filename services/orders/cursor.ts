import { z } from 'zod';

/** The last order of a page. The next page begins after it. */
export interface Cursor {
  placedAt: Date;
  id: string;
}

const position = z.tuple([z.iso.datetime().transform((time) => new Date(time)), z.uuid()]);

/** Encodes a cursor as a text, which is opaque to clients. */
export function encodeCursor({ placedAt, id }: Cursor): string {
  return Buffer.from(`${placedAt.toISOString()} ${id}`).toString('base64url');
}

/** The schema of a cursor in a query: decodes the text that `encodeCursor` returned. */
export const cursor = z.string().transform((text, context): Cursor => {
  const result = position.safeParse(Buffer.from(text, 'base64url').toString().split(' '));
  if (result.success) return { placedAt: result.data[0], id: result.data[1] };
  context.addIssue('Not a cursor of this API');
  return z.NEVER;
});
