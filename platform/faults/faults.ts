import { logger } from '#telemetry/logger.ts';
import { type ActiveFault, appliesTo, encodeActiveFault, expiryOf } from './active-fault.ts';
import { type FaultName, type Parameters, type ProcessName, processWideFaults } from './definitions.ts';
import { type Begin, FaultEffect, type Undo } from './effect.ts';

/** The faults that are on in the pipeline, and their effects in this process. */
export class Faults {
  readonly process: ProcessName;
  readonly #all = new Map<string, ActiveFault>();
  readonly #expiryTimers = new Map<string, NodeJS.Timeout>();
  /** The parameters of the faults that apply to this process. */
  readonly #own = new Map<FaultName, Parameters[]>();
  readonly #effects = new Map<FaultName, FaultEffect>();
  readonly #lastOff = new Map<FaultName, number>();
  #loaded = false;

  constructor(process: ProcessName) {
    this.process = process;
  }

  /** True once the faults that were on when this process started have been read from Kafka. */
  get loaded(): boolean {
    return this.#loaded;
  }

  /** Marks the initial read as complete, and cleans up after the faults that are not on. */
  markLoaded(): void {
    this.#loaded = true;
    for (const [fault, effect] of this.#effects) if (!this.#own.has(fault)) void effect.cleanUp();
  }

  /** Returns the faults that are on, in any process. */
  list(): ActiveFault[] {
    return [...this.#all.values()];
  }

  /** Returns the parameters of a fault for each time that it is on and applies to this process. */
  active<N extends FaultName>(fault: N): readonly Parameters<N>[] {
    return (this.#own.get(fault) ?? []) as Parameters<N>[];
  }

  /** Returns the active faults that affect all the work of this process. */
  processWide(): FaultName[] {
    return this.#own.size === 0 ? [] : processWideFaults.filter((fault) => this.#own.has(fault));
  }

  /** Returns when a fault was last on in this process, in milliseconds since 1970; 0 if it never was. */
  lastOn(fault: FaultName): number {
    return this.#own.has(fault) ? Date.now() : (this.#lastOff.get(fault) ?? 0);
  }

  /**
   * Runs an effect while a fault is on in this process. If the fault is already on, the effect begins immediately.
   * @param begin starts the effect and returns how to undo it
   * @param cleanUp undoes effects that remain from a crashed process; runs if the fault is not on when this process has loaded
   */
  during<N extends FaultName>(fault: N, begin: Begin<N>, cleanUp?: Undo): void {
    this.#effects.set(fault, new FaultEffect(fault, begin, cleanUp) as unknown as FaultEffect);
    for (const [key, activeFault] of this.#all) {
      if (activeFault.fault === fault) this.#update(key, activeFault, activeFault.parameters);
    }
  }

  /** Switches a fault on, replaces its parameters, or switches it off (undefined). A repetition changes nothing. */
  set(key: string, activeFault: ActiveFault | undefined): void {
    const previous = this.#all.get(key);
    const isRepetition = previous && activeFault && encodeActiveFault(previous) === encodeActiveFault(activeFault);
    if (isRepetition) return;
    clearTimeout(this.#expiryTimers.get(key));
    this.#expiryTimers.delete(key);
    const remainingMs = activeFault === undefined ? 0 : expiryOf(activeFault).getTime() - Date.now();
    if (activeFault === undefined || remainingMs <= 0) {
      this.#all.delete(key);
      if (previous !== undefined) this.#update(key, previous, undefined);
      return;
    }
    this.#all.set(key, activeFault);
    this.#expiryTimers.set(key, setTimeout(() => this.set(key, undefined), remainingMs).unref());
    this.#update(key, activeFault, activeFault.parameters);
  }

  /** Undoes all effects before the process ends. */
  async end(): Promise<void> {
    for (const timer of this.#expiryTimers.values()) clearTimeout(timer);
    await Promise.all([...this.#effects.values()].map((effect) => effect.end()));
  }

  /** @param parameters undefined when the fault is off */
  #update(key: string, changed: ActiveFault, parameters: Parameters | undefined): void {
    if (!appliesTo(changed, this.process)) return;
    const { fault } = changed;
    const own = this.list()
      .filter((activeFault) => activeFault.fault === fault && appliesTo(activeFault, this.process))
      .map((activeFault) => activeFault.parameters);
    if (own.length > 0) this.#own.set(fault, own);
    else {
      this.#own.delete(fault);
      this.#lastOff.set(fault, Date.now());
    }
    const state = parameters === undefined ? 'off' : 'on';
    logger.warn(`fault ${state}`, {
      event: 'fault.switched',
      'fault.state': state,
      fault,
      parameters: changed.parameters,
    });
    this.#effects.get(fault)?.change(key, parameters, this.#loaded);
  }
}
