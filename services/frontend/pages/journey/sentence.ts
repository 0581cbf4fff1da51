import type { Answer } from '../../journey/answer.ts';
import type { Order } from '../../orders/order.ts';
import { list, longDuration } from '../format/format.ts';
import type { ProductNames } from '../orders/order-items.ts';
import type { PageContext } from '../request/page-context.ts';

/** Returns what became of an order in one sentence: `Rejected after 128 ms: not enough Smartwatch in stock.` */
export function sentence(context: PageContext, answer: Answer, order: Order, names: ProductNames): string {
  const texts = context.words.journey.answer;
  const { outcome, after } = answer;
  const said = outcome === 'unknown' ? texts.unknown : texts[outcome](longDuration(after / 1_000, context.language));
  const why = reasonOf(context, answer, order, names);
  return why === undefined ? texts.plain(said) : texts.because(said, why);
}

function reasonOf(
  { language, words }: PageContext,
  { outcome, failed, failures, spent }: Answer,
  { reason, shortages }: Order,
  names: ProductNames,
): string | undefined {
  const texts = words.journey.answer;
  if (outcome === 'set-aside' && failed) return texts.failed(failed.process, failed.attempts, failed.topic ?? '');
  if (outcome === 'rejected' && shortages.length > 0) {
    const products = shortages.map(({ productId }) => texts.product(names.get(productId)?.[language] ?? productId));
    return texts.shortage(list(products, language));
  }
  if (outcome === 'rejected' && reason !== null) return texts.reasons[reason] ?? reason;
  const paused = (activity: string) => spent.find((one) => one.activity === activity)?.ms;
  const [aside, backoff] = [paused('dead-letter'), paused('backoff')];
  if (aside !== undefined) return texts.deadLetter(longDuration(aside / 1_000, language));
  return backoff === undefined ? undefined : texts.backoff(longDuration(backoff / 1_000, language), failures);
}
