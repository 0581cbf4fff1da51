import { metrics } from '@opentelemetry/api';
import { logger } from '#telemetry/logger.ts';
import { type ActiveFault, concerns, encodeActiveFault, expiryOf } from './active-fault.ts';
import {
  type FaultName,
  faultDefinitions,
  faultNames,
  type Parameters,
  type ProcessName,
  processWideFaults,
} from './definitions.ts';

/** Ends what a fault does. */
type Undo = () => Promise<void> | void;

interface Effect {
  begin(parameters: Parameters): Promise<Undo> | Undo;
  /** Undoes what an earlier process has left behind. */
  clear: Undo;
  /** What the switch's effect ends with, by the switch's key; each waits for the one before. */
  running: Map<string, Promise<Undo>>;
}

const nothing: Undo = () => undefined;

/** The faults that are on, and what they do in this process. */
export class Faults {
  readonly process: ProcessName;
  readonly #all = new Map<string, ActiveFault>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #mine = new Map<FaultName, Parameters[]>();
  readonly #effects = new Map<FaultName, Effect>();
  readonly #ended = new Map<FaultName, number>();
  #loaded = false;

  constructor(process: ProcessName) {
    this.process = process;
  }

  /** Whether it is known what is on. */
  get loaded(): boolean {
    return this.#loaded;
  }

  /** Takes in that all is told that was on at the beginning. */
  markLoaded(): void {
    this.#loaded = true;
    for (const [fault, { clear }] of this.#effects) {
      if (this.#mine.has(fault)) continue;
      Promise.try(clear).catch((error: unknown) => logger.error('a fault was not undone', { fault, error }));
    }
  }

  /** Those that are on, in whichever process. */
  list(): ActiveFault[] {
    return [...this.#all.values()];
  }

  /** The parameters of each switch of this fault that is on and concerns this process. */
  active<N extends FaultName>(fault: N): readonly Parameters<N>[] {
    return (this.#mine.get(fault) ?? []) as Parameters<N>[];
  }

  /** The faults that all the work of this process meets now. */
  processWide(): FaultName[] {
    return this.#mine.size === 0 ? [] : processWideFaults.filter((fault) => this.#mine.has(fault));
  }

  /** When a fault was last on here, in milliseconds of the clock; 0 if it never was. */
  lastOn(fault: FaultName): number {
    return this.#mine.has(fault) ? Date.now() : (this.#ended.get(fault) ?? 0);
  }

  /**
   * Lets something be done for as long as a fault is on: begun at once where it is, and undone when it is off.
   * @param clear undoes what an earlier process has left behind: run where the fault is not on at the beginning
   */
  during<N extends FaultName>(
    fault: N,
    begin: (parameters: Parameters<N>) => Promise<Undo> | Undo,
    clear: Undo = nothing,
  ): void {
    this.#effects.set(fault, { begin: begin as Effect['begin'], clear, running: new Map() });
    for (const [key, switched] of this.#all) if (switched.fault === fault) this.#change(key, switched, switched);
  }

  /** Takes in that a switch is on, perhaps with other parameters than before, or off. May be told twice. */
  set(key: string, switched: ActiveFault | undefined): void {
    const before = this.#all.get(key);
    if (before !== undefined && switched !== undefined && encodeActiveFault(before) === encodeActiveFault(switched))
      return;
    const left = switched === undefined ? 0 : expiryOf(switched).getTime() - Date.now();
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    if (switched === undefined || left <= 0) {
      this.#all.delete(key);
      if (before !== undefined) this.#change(key, before, undefined);
      return;
    }
    this.#all.set(key, switched);
    this.#timers.set(key, setTimeout(() => this.set(key, undefined), left).unref());
    this.#change(key, switched, switched);
  }

  /** Undoes all that is done here: the process ends. */
  async end(): Promise<void> {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    const ended = [...this.#effects.values()].flatMap(({ running }) =>
      [...running].map(async ([key, begun]) => {
        running.delete(key);
        await (await begun)();
      }),
    );
    await Promise.allSettled(ended);
  }

  /** Tells as a metric which of the faults that concern this process are on. */
  measure(): void {
    const own = faultNames.filter((fault) =>
      (faultDefinitions[fault].processes as readonly ProcessName[]).includes(this.process),
    );
    metrics
      .getMeter('orderflow')
      .createObservableGauge('orderflow.fault.active', {
        description: '1 while a fault is switched on in this process, else 0',
      })
      .addCallback((result) => {
        for (const fault of own) result.observe(this.#mine.has(fault) ? 1 : 0, { fault });
      });
  }

  #change(key: string, { fault, parameters, ...rest }: ActiveFault, now: ActiveFault | undefined): void {
    if (!concerns({ fault, parameters, ...rest }, this.process)) return;
    const mine = this.list()
      .filter((switched) => switched.fault === fault && concerns(switched, this.process))
      .map((switched) => switched.parameters);
    if (mine.length === 0) this.#mine.delete(fault);
    else this.#mine.set(fault, mine);
    if (mine.length === 0) this.#ended.set(fault, Date.now());
    logger.warn(now === undefined ? 'fault off' : 'fault on', { fault, parameters });

    const effect = this.#effects.get(fault);
    if (effect === undefined) return;
    const before = effect.running.get(key) ?? Promise.resolve(nothing);
    const begun = before
      .then((undo) => undo())
      .catch((error: unknown) => logger.error('a fault was not undone', { fault, error }))
      .then(() => (now === undefined ? nothing : effect.begin(now.parameters)))
      .catch((error: unknown) => {
        logger.error('a fault could not be brought about', { fault, error });
        return nothing;
      });
    effect.running.set(key, begun);
  }
}
