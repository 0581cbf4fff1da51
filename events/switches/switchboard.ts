import { context } from '@opentelemetry/api';
import { encodeSwitched, keyOf, type Switched, switchOn } from '#platform/faults/switched.ts';
import type { FaultName } from '#platform/faults/switches.ts';
import type { Publisher } from '../publish.ts';
import { switchesTopic } from '../topics.ts';
import { parametersSchema } from './parameters.ts';

/** What is on, as far as this process knows. */
interface State {
  readonly known: boolean;
  list(): readonly Switched[];
  set(key: string, switched: Switched | undefined): void;
}

/** Where faults are switched. Every process that follows does as it says, also one that starts later. */
export interface Switchboard {
  /** Whether it is known what is on: a process that has just started may have to wait for Kafka. */
  known(): boolean;
  /** What is on. */
  list(): readonly Switched[];
  /**
   * Switches a fault on. The same fault in the same place (process, operation, type, product) is replaced.
   * @throws {z.ZodError} for parameters that are unknown or out of bounds
   * @throws {BrokerUnavailable} when Kafka did not acknowledge it
   */
  on(fault: FaultName, parameters: unknown): Promise<Switched>;
  /**
   * Switches off a fault wherever it is on, or all faults; returns what was on.
   * @throws {BrokerUnavailable} when Kafka did not acknowledge it
   */
  off(fault?: FaultName): Promise<Switched[]>;
}

export function switchboard({ send }: Pick<Publisher, 'send'>, state: State): Switchboard {
  const put = async (entries: readonly (readonly [string, Switched | undefined])[]) => {
    await send(
      entries.map(([key, switched]) => ({
        topic: switchesTopic,
        context: context.active(),
        message: { key, value: switched === undefined ? null : encodeSwitched(switched) },
      })),
    );
    // It comes back from the topic, too, but whoever asks next should see it.
    for (const [key, switched] of entries) state.set(key, switched);
  };
  return {
    known: () => state.known,
    list: () => state.list(),
    on: async (fault, parameters) => {
      const switched = switchOn(fault, parametersSchema(fault).parse(parameters), new Date());
      await put([[keyOf(switched), switched]]);
      return switched;
    },
    off: async (fault) => {
      const gone = state.list().filter((switched) => fault === undefined || switched.fault === fault);
      await put(gone.map((switched) => [keyOf(switched), undefined]));
      return gone;
    },
  };
}
