import { type Context, context, ROOT_CONTEXT, type SpanContext, trace } from '@opentelemetry/api';
import { batchCalls } from '../batch-calls.ts';
import type { EventType } from '../catalog.ts';
import type { Delivery, Outcome } from './delivery.ts';

/** Deliveries of one partition that are handled in one transaction, and the span of the poll that brought them. */
interface Unit<T extends EventType> {
  deliveries: readonly Delivery<T>[];
  poll: SpanContext | undefined;
}

/** The maximum number of deliveries in a shared transaction. One partition alone may exceed it. */
const sharedDeliveries = 200;

/**
 * The transactions of a worker, whose partitions are consumed concurrently. One shared transaction runs at a time, and the
 * units that arrive meanwhile share the next: at high rates fewer, larger transactions handle more messages.
 */
export class SharedTransactions<T extends EventType> {
  readonly #transact: (deliveries: readonly Delivery<T>[]) => Promise<Outcome<T>[]>;
  readonly #gathered: (unit: Unit<T>) => Promise<Outcome<T>[]>;

  /** @param transact handles deliveries in one database transaction */
  constructor(transact: (deliveries: readonly Delivery<T>[]) => Promise<Outcome<T>[]>) {
    this.#transact = transact;
    this.#gathered = batchCalls((units) => this.#runTogether(units), {
      size: ({ deliveries }) => deliveries.length,
      limit: sharedDeliveries,
    });
  }

  /** Handles a unit in the next shared transaction. If that fails, handles the unit in its own transaction. */
  shared(unit: Unit<T>): Promise<Outcome<T>[]> {
    return this.#gathered(unit);
  }

  /** Handles a unit in its own transaction, concurrently with others. */
  own(unit: Unit<T>): Promise<Outcome<T>[]> {
    return context.with(contextOf(unit), () => this.#transact(unit.deliveries));
  }

  async #runTogether(units: readonly Unit<T>[]): Promise<(Outcome<T>[] | Promise<Outcome<T>[]>)[]> {
    const deliveries = units.flatMap((unit) => unit.deliveries);
    try {
      const outcomes = await this.own({ deliveries, poll: units[0]?.poll });
      return divide(outcomes, units);
    } catch (error) {
      if (units.length === 1) throw error;
      // A bad message must not fail the messages of other partitions.
      return units.map((unit) => this.own(unit));
    }
  }
}

/** Returns the outcomes of each unit. */
function divide<T extends EventType>(outcomes: readonly Outcome<T>[], units: readonly Unit<T>[]): Outcome<T>[][] {
  let end = 0;
  return units.map(({ deliveries }) => {
    const start = end;
    end += deliveries.length;
    return outcomes.slice(start, end);
  });
}

/** Returns the trace context of a unit: for a single event the trace of the event, otherwise the trace of the poll. */
function contextOf<T extends EventType>({ deliveries, poll }: Unit<T>): Context {
  const [only, ...others] = deliveries;
  if (only !== undefined && others.length === 0) return only.context;
  return poll === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, poll);
}
