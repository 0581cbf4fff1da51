import { type Context, context, ROOT_CONTEXT, type SpanContext, trace } from '@opentelemetry/api';
import type { Sequelize } from 'sequelize';
import type { EventType } from '../catalog.ts';
import { gather } from '../share-requests.ts';
import type { Delivery, Outcome } from './delivery.ts';
import type { Handler } from './handler.ts';
import { transact } from './transaction.ts';

/** Handles deliveries of one partition: either all of them or none. */
type Transact<T extends EventType> = (
  deliveries: readonly Delivery<T>[],
  poll: SpanContext | undefined,
) => Promise<Outcome<T>[]>;

/** The arguments of a call that waits for the next transaction. */
type Call<T extends EventType> = Parameters<Transact<T>>;

/** The most deliveries that share a transaction, unless one partition alone brings more. */
const sharedDeliveries = 200;

/** The transactions of a worker, whose partitions are consumed concurrently. */
export class Transactions<State, T extends EventType> {
  readonly #database: Sequelize;
  readonly #handler: Handler<State, T>;
  readonly #gathered: (call: Call<T>) => Promise<Outcome<T>[]>;

  constructor(database: Sequelize, handler: Handler<State, T>) {
    this.#database = database;
    this.#handler = handler;
    this.#gathered = gather((calls) => this.#run(calls), {
      size: ([deliveries]) => deliveries.length,
      limit: sharedDeliveries,
    });
  }

  /**
   * Handles deliveries in a transaction that other partitions may share: one runs at a time, and what arrives meanwhile
   * shares the next. Fewer, larger transactions keep up with a load that one per partition cannot.
   */
  readonly shared: Transact<T> = (...call) => this.#gathered(call);

  /** Handles deliveries in a transaction of their own. */
  readonly own: Transact<T> = (deliveries, poll) =>
    context.with(contextOf(deliveries, poll), () => transact(this.#database, this.#handler, deliveries));

  /** Falls back to a transaction for each partition, concurrently, so that a failure stays in its partition. */
  async #run(calls: readonly Call<T>[]): Promise<(Outcome<T>[] | Promise<Outcome<T>[]>)[]> {
    try {
      return await this.#together(calls);
    } catch (error) {
      if (calls.length === 1) throw error;
      return calls.map((call) => this.own(...call));
    }
  }

  async #together(calls: readonly Call<T>[]): Promise<Outcome<T>[][]> {
    const outcomes = await this.own(
      calls.flatMap(([deliveries]) => deliveries),
      calls[0]?.[1],
    );
    let from = 0;
    return calls.map(([{ length }]) => {
      from += length;
      return outcomes.slice(from - length, from);
    });
  }
}

/** The work on one event belongs to the trace of the event, the work on several events to the trace of the poll. */
function contextOf<T extends EventType>(deliveries: readonly Delivery<T>[], poll: SpanContext | undefined): Context {
  const [only, ...others] = deliveries;
  if (only !== undefined && others.length === 0) return only.context;
  return poll === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, poll);
}
