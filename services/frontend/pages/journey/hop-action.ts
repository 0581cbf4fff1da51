import type { Hop } from '../../journey/hops.ts';
import type { PageContext } from '../request/page-context.ts';

/** Returns the action of a hop: `works on order.placed`. */
export function action(context: PageContext, hop: Hop): string {
  const { verb, subject } = actionOf(context, hop);
  return `${verb} ${subject}`;
}

/** Returns the verb and the subject of the action of a hop. */
export function actionOf({ words }: PageContext, { what, span, topic, event }: Hop): { verb: string; subject: string } {
  const verb = words.journey[what];
  if (what === 'sends') return { verb, subject: topic ?? span.name };
  if (what === 'works') return { verb, subject: event ?? topic ?? span.name };
  return { verb, subject: span.name.replace(/^submit /, '') };
}
