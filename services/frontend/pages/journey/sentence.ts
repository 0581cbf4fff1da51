import type { Answer } from '../../journey/answer.ts';
import type { Order } from '../../orders/order.ts';
import { exactDuration, list } from '../format/format.ts';
import type { ProductNames } from '../orders/order-items.ts';
import type { PageContext } from '../request/page-context.ts';

/** Returns what became of an order in one sentence: `Rejected after 128 ms: not enough Smartwatch in stock.` */
export function sentence(context: PageContext, answer: Answer, order: Order, names: ProductNames): string {
  const texts = context.words.journey.answer;
  const said = saidOf(context, answer);
  const reason = reasonOf(context, answer, order, names);
  if (reason !== undefined) return texts.because(said, reason);
  const pause = pauseOf(context, answer);
  return pause === undefined ? texts.plain(said) : texts.including(said, pause);
}

function saidOf({ language, words }: PageContext, { outcome, after, isComplete }: Answer): string {
  const texts = words.journey.answer;
  if (outcome === 'unknown') return texts.unknown;
  return isComplete ? texts[outcome](exactDuration(after, language)) : texts.outcome[outcome];
}

/** Returns the reason why an order was rejected or set aside. */
function reasonOf(
  { language, words }: PageContext,
  { outcome, failed }: Answer,
  { reason, shortages }: Order,
  names: ProductNames,
): string | undefined {
  const texts = words.journey.answer;
  if (outcome === 'set-aside' && failed) return texts.failed(failed.process, failed.attempts, failed.topic ?? '');
  if (outcome !== 'rejected') return undefined;
  if (shortages.length > 0) {
    const products = shortages.map(({ productId }) => texts.product(names.get(productId)?.[language] ?? productId));
    return texts.shortage(list(products, language));
  }
  return reason === null ? undefined : (texts.reasons[reason] ?? reason);
}

/** Returns the part of the time in which nobody worked on the order because an attempt had failed. */
function pauseOf({ language, words }: PageContext, { failures, spent }: Answer): string | undefined {
  const texts = words.journey.answer;
  const paused = (activity: string) => spent.find((one) => one.activity === activity)?.ms;
  const [aside, backoff] = [paused('dead-letter'), paused('backoff')];
  if (aside !== undefined) return texts.deadLetter(exactDuration(aside, language));
  return backoff === undefined ? undefined : texts.backoff(exactDuration(backoff, language), failures);
}
