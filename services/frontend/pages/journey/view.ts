import { z } from 'zod';

const time = z.coerce.number().min(0).max(1e12).optional().catch(undefined);

/** The choices of a visitor of the journey page. Values that no link of the page contains are ignored. */
export const viewQuery = z.object({
  /** Also shows the requests of the shop's own pages. */
  all: z
    .string()
    .optional()
    .catch(undefined)
    .transform((value) => value !== undefined),
  /** The span whose details are shown. */
  span: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional()
    .catch(undefined),
  /** The part of the picture that is shown, in milliseconds. The script of the page applies it. */
  from: time,
  to: time,
  /** Shows only the hops of one service. */
  service: z.string().max(100).optional().catch(undefined),
  /** Shows only the hops that contain a text. */
  q: z.string().max(100).optional().catch(undefined),
  /** The order with which this one is compared. */
  with: z.uuid().toLowerCase().optional().catch(undefined),
});

export type View = z.output<typeof viewQuery>;

/** Returns the link to the same page with some other choices. */
export function viewLink(view: View, changes: Partial<View>): string {
  return `?${new URLSearchParams(viewFields({ ...view, ...changes }))}`;
}

/** Returns the names and values of the choices in a query. */
export function viewFields({ all, ...others }: Partial<View>): [string, string][] {
  const chosen = Object.entries(others).filter(([, value]) => value !== undefined && value !== '');
  return [
    ...(all === true ? [['all', ''] as [string, string]] : []),
    ...chosen.map(([name, value]): [string, string] => [name, String(value)]),
  ];
}
