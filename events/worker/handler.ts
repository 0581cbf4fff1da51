import type { Transaction } from 'sequelize';
import type { EventType, NewEvent, ReceivedEvent } from '../catalog.ts';

/** A claim of an event that contradicts what the worker knows. It has no effect, and is counted and logged. */
export interface Refusal {
  /** The type of the event that made the claim. */
  type: EventType;
  /** The reason of the refusal: one of few texts. */
  reason: string;
}

/** The state after an event, the events that it causes, and the claims that are refused. */
export type Decision<State, Emitted extends EventType> = readonly [
  State,
  readonly NewEvent<Emitted>[],
  (readonly Refusal[])?,
];

/**
 * The consequences of an event. A pure function: the same state and event always give the same decision. It reads no
 * clock and does no I/O.
 */
export type Decide<State, Consumed extends EventType, Emitted extends EventType> = (
  state: State,
  event: ReceivedEvent<Consumed>,
) => Decision<State, Emitted>;

/**
 * The business logic of a worker. The runner adds everything else: transactions, retries, offsets, dead letters, traces.
 */
export interface Handler<State, Consumed extends EventType> {
  /** Reads the state that these events need to be decided, and locks it in primary-key order. */
  load(events: readonly ReceivedEvent<Consumed>[], transaction: Transaction): Promise<State>;
  decide: Decide<State, Consumed, EventType>;
  /** Writes the difference between two states. */
  save(next: State, previous: State, transaction: Transaction): Promise<void>;
  /** Logs and measures an event after it was handled and its events were published. Runs in the trace of the event. */
  observe?(event: ReceivedEvent<Consumed>, emitted: readonly NewEvent[]): void;
}
