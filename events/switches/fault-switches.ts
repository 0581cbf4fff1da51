import { context } from '@opentelemetry/api';
import { type ActiveFault, activate, encodeActiveFault, faultKey } from '#platform/faults/active-fault.ts';
import type { FaultName } from '#platform/faults/definitions.ts';
import type { Publisher } from '../publish.ts';
import { faultsTopic } from '../topics.ts';
import { parametersSchema } from './parameters.ts';

/** What is on, as far as this process knows. */
interface State {
  readonly loaded: boolean;
  list(): readonly ActiveFault[];
  set(key: string, switched: ActiveFault | undefined): void;
}

/** Where faults are switched. Every process that follows does as it says, also one that starts later. */
export interface FaultSwitches {
  /** Whether it is known what is on: a process that has just started may have to wait for Kafka. */
  loaded(): boolean;
  /** What is on. */
  list(): readonly ActiveFault[];
  /**
   * Switches a fault on. The same fault in the same place (process, operation, type, product) is replaced.
   * @throws {z.ZodError} for parameters that are unknown or out of bounds
   * @throws {BrokerUnavailable} when Kafka did not acknowledge it
   */
  on(fault: FaultName, parameters: unknown): Promise<ActiveFault>;
  /**
   * Switches off a fault wherever it is on, or all faults; returns what was on.
   * @throws {BrokerUnavailable} when Kafka did not acknowledge it
   */
  off(fault?: FaultName): Promise<ActiveFault[]>;
}

export function createFaultSwitches({ send }: Pick<Publisher, 'send'>, state: State): FaultSwitches {
  const put = async (entries: readonly (readonly [string, ActiveFault | undefined])[]) => {
    await send(
      entries.map(([key, switched]) => ({
        topic: faultsTopic,
        context: context.active(),
        message: { key, value: switched === undefined ? null : encodeActiveFault(switched) },
      })),
    );
    // It comes back from the topic, too, but whoever asks next should see it.
    for (const [key, switched] of entries) state.set(key, switched);
  };
  return {
    loaded: () => state.loaded,
    list: () => state.list(),
    on: async (fault, parameters) => {
      const switched = activate(fault, parametersSchema(fault).parse(parameters), new Date());
      await put([[faultKey(switched), switched]]);
      return switched;
    },
    off: async (fault) => {
      const gone = state.list().filter((switched) => fault === undefined || switched.fault === fault);
      await put(gone.map((switched) => [faultKey(switched), undefined]));
      return gone;
    },
  };
}
