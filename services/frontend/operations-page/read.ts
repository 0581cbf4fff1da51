import type { OpenDeadLetters } from '#events/dead-letters/open-dead-letters.ts';
import type { GroupProgress } from '#events/group-progress.ts';
import { logger } from '#telemetry/logger.ts';
import type { Backend } from '../backends/backend.ts';
import { type Alerts, readAlerts } from './alerts.ts';
import type { DeadLetters } from './dead-letters.ts';
import { type Pipeline, readPipeline } from './pipeline.ts';

/** The back ends that know the state of the pipeline. */
export interface Sources {
  prometheus: Backend;
  alertmanager: Backend;
  deadLetters: Pick<DeadLetters, 'open'>;
  /** Reads the consumer groups from Kafka. */
  readGroups(): Promise<readonly GroupProgress[]>;
}

/** The state of the pipeline. A part whose source is unavailable is undefined; the other parts are still present. */
export interface Operations {
  /** The time at which the state was read. */
  at: Date;
  pipeline: Pipeline | undefined;
  alerts: Alerts | undefined;
  deadLetters: OpenDeadLetters | undefined;
  groups: readonly GroupProgress[] | undefined;
}

/** A state that was read more recently is returned again. */
const freshMs = 4_000;

/** A reader of the pipeline's state, at most once every four seconds for any number of visitors. */
export class OperationsReader {
  readonly #sources: Sources;
  #read: Promise<Operations> | undefined;
  #readAt = 0;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** Returns a state that is at most four seconds old. */
  recent(): Promise<Operations> {
    if (this.#read === undefined || this.#readAt + freshMs <= Date.now()) {
      this.#readAt = Date.now();
      this.#read = readOperations(this.#sources);
    }
    return this.#read;
  }

  /** Discards the state after an action, so that the next page shows the effect. */
  forget(): void {
    this.#read = undefined;
  }
}

async function readOperations({ prometheus, alertmanager, deadLetters, readGroups }: Sources): Promise<Operations> {
  const [pipeline, alerts, letters, groups] = await Promise.all([
    readOrSkip('Prometheus', readPipeline(prometheus)),
    readOrSkip('Alertmanager', readAlerts(alertmanager)),
    readOrSkip('the dead letters', deadLetters.open()),
    readOrSkip('the consumer groups', readGroups()),
  ]);
  return { at: new Date(), pipeline, alerts, deadLetters: letters, groups };
}

/** Returns undefined, and logs a warning, if the source is unavailable. */
async function readOrSkip<T>(source: string, reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    logger.warn(`operations page shown without ${source}`, { error });
    return undefined;
  }
}
