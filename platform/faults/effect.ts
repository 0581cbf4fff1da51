import { logger } from '#telemetry/logger.ts';
import type { FaultName, Parameters } from './definitions.ts';

/** A function that ends the effect of a fault. */
export type Undo = () => Promise<void> | void;

/**
 * A function that begins the effect of a fault.
 * @param isNew false if the fault was on before this process started
 */
export type Begin<N extends FaultName> = (parameters: Parameters<N>, isNew: boolean) => Promise<Undo> | Undo;

const nothing: Undo = () => undefined;

/** The work that a fault does in this process while it is on. */
export class FaultEffect<N extends FaultName = FaultName> {
  readonly #fault: N;
  readonly #begin: Begin<N>;
  readonly #cleanUp: Undo;
  /** Resolves, for each fault key, to the function that ends the effect. Changes of the same key run one after another. */
  readonly #running = new Map<string, Promise<Undo>>();

  /** @param cleanUp undoes effects that remain from an earlier process that crashed */
  constructor(fault: N, begin: Begin<N>, cleanUp: Undo = nothing) {
    this.#fault = fault;
    this.#begin = begin;
    this.#cleanUp = cleanUp;
  }

  /** Ends the effect of a fault key, then begins it with the new parameters, if there are any. */
  change(key: string, parameters: Parameters<N> | undefined, isNew: boolean): void {
    const previous = this.#running.get(key) ?? Promise.resolve(nothing);
    const next = previous
      .then((undo) => undo())
      .catch((error: unknown) => this.#logNotUndone(error))
      .then(() => (parameters === undefined ? nothing : this.#begin(parameters, isNew)))
      .catch((error: unknown) => {
        logger.error('failed to apply fault', { fault: this.#fault, error });
        return nothing;
      });
    this.#running.set(key, next);
  }

  async cleanUp(): Promise<void> {
    try {
      await this.#cleanUp();
    } catch (error) {
      this.#logNotUndone(error);
    }
  }

  async end(): Promise<void> {
    const running = [...this.#running.values()];
    this.#running.clear();
    await Promise.allSettled(running.map(async (effect) => (await effect)()));
  }

  #logNotUndone(error: unknown): void {
    logger.error('failed to undo fault', { fault: this.#fault, error });
  }
}
