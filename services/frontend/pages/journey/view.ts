import { z } from 'zod';

/** The choices of a visitor of the journey page. Values that no link of the page contains are ignored. */
export const viewQuery = z.object({
  /** Also shows the requests of the shop's own pages. */
  all: z
    .string()
    .optional()
    .transform((value) => value !== undefined),
  /** The span whose details are shown. */
  span: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional()
    .catch(undefined),
});

export type View = z.output<typeof viewQuery>;

/** Returns the link to the same page with some other choices. */
export function viewLink(view: View, changes: Partial<View>): string {
  const { all, ...others } = { ...view, ...changes };
  const query = new URLSearchParams();
  if (all) query.set('all', '');
  for (const [name, value] of Object.entries(others)) if (value !== undefined) query.set(name, String(value));
  return `?${query}`;
}
