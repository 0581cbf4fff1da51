import type { Transaction } from 'sequelize';
import type { EventType, NewEvent, ReceivedEvent } from '../catalog.ts';

/** The state after an event, and the events that it causes. */
export type Decision<State, Emitted extends EventType> = readonly [State, readonly NewEvent<Emitted>[]];

/** What an event means. Pure: the same state and event always give the same decision; no clock, no I/O. */
export type Decide<State, Consumed extends EventType, Emitted extends EventType> = (
  state: State,
  event: ReceivedEvent<Consumed>,
) => Decision<State, Emitted>;

/** What a worker does with its events. The rest (transactions, retries, offsets, dead letters, traces) is the runner's. */
export interface Handler<State, Consumed extends EventType> {
  /** Reads what these events need to be decided, and locks it in primary-key order. */
  load(events: readonly ReceivedEvent<Consumed>[], transaction: Transaction): Promise<State>;
  decide: Decide<State, Consumed, EventType>;
  /** Writes the difference between two states. */
  save(next: State, previous: State, transaction: Transaction): Promise<void>;
  /** Told of each event once it is handled, in the event's trace: the place for logs and metrics. */
  observe?(event: ReceivedEvent<Consumed>, emitted: readonly NewEvent[]): void;
}
