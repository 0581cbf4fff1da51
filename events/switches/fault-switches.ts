import { context } from '@opentelemetry/api';
import { type ActiveFault, activate, encodeActiveFault, faultKey } from '#platform/faults/active-fault.ts';
import type { FaultName } from '#platform/faults/definitions.ts';
import type { Publisher } from '../publish.ts';
import { faultsTopic } from '../topics.ts';
import { parametersSchema } from './parameters.ts';

/** The faults that are on, as far as this process has read them from Kafka. */
interface State {
  readonly loaded: boolean;
  list(): readonly ActiveFault[];
  set(key: string, activeFault: ActiveFault | undefined): void;
}

/** The switches of faults in all processes, including processes that start later. */
export interface FaultSwitches {
  /** Returns false until a process that has just started has read from Kafka which faults are on. */
  loaded(): boolean;
  /** Returns the faults that are on. */
  list(): readonly ActiveFault[];
  /**
   * Switches a fault on. It replaces a fault with the same key (see `faultKey`).
   * @throws {z.ZodError} if parameters are unknown or out of bounds
   * @throws {BrokerUnavailable} if Kafka does not acknowledge the change
   */
  on(fault: FaultName, parameters: unknown): Promise<ActiveFault>;
  /**
   * Switches a fault off in all processes, or all faults. Returns the faults that were on.
   * @throws {BrokerUnavailable} if Kafka does not acknowledge the change
   */
  off(fault?: FaultName): Promise<ActiveFault[]>;
}

export function createFaultSwitches({ send }: Pick<Publisher, 'send'>, state: State): FaultSwitches {
  const publish = async (changes: readonly (readonly [string, ActiveFault | undefined])[]) => {
    await send(
      changes.map(([key, activeFault]) => ({
        topic: faultsTopic,
        context: context.active(),
        message: { key, value: activeFault === undefined ? null : encodeActiveFault(activeFault) },
      })),
    );
    // This process will also read the change from the topic, but the next caller must see it immediately.
    for (const [key, activeFault] of changes) state.set(key, activeFault);
  };
  return {
    loaded: () => state.loaded,
    list: () => state.list(),
    on: async (fault, parameters) => {
      const activeFault = activate(fault, parametersSchema(fault).parse(parameters), new Date());
      await publish([[faultKey(activeFault), activeFault]]);
      return activeFault;
    },
    off: async (fault) => {
      const switchedOff = state.list().filter((activeFault) => fault === undefined || activeFault.fault === fault);
      await publish(switchedOff.map((activeFault) => [faultKey(activeFault), undefined]));
      return switchedOff;
    },
  };
}
