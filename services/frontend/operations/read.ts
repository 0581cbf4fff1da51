import type { DeadLetter } from '#events/dead-letters/dead-letter.ts';
import { logger } from '#telemetry/logger.ts';
import type { Backend } from '../backends/backend.ts';
import { type Alerts, readAlerts } from './alerts.ts';
import type { DeadLetters } from './dead-letters.ts';
import { type Pipeline, readPipeline } from './pipeline.ts';

/** Who knows how the pipeline is doing. */
export interface Sources {
  prometheus: Backend;
  alertmanager: Backend;
  deadLetters: Pick<DeadLetters, 'open'>;
}

/** How the pipeline is doing; what could not be read is undefined, and takes nothing else with it. */
export interface Operations {
  /** When it was read. */
  at: Date;
  pipeline: Pipeline | undefined;
  alerts: Alerts | undefined;
  deadLetters: readonly DeadLetter[] | undefined;
}

const freshMs = 4_000;

/** How the pipeline was doing a few seconds ago at most: however many look, each source is asked once. */
export class OperationsReader {
  readonly #sources: Sources;
  #read: Promise<Operations> | undefined;
  #readAt = 0;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  recent(): Promise<Operations> {
    if (this.#read === undefined || this.#readAt + freshMs <= Date.now()) {
      this.#readAt = Date.now();
      this.#read = readOperations(this.#sources);
    }
    return this.#read;
  }

  /** Something was done: whoever looks next sees what it has changed. */
  forget(): void {
    this.#read = undefined;
  }
}

async function readOperations({ prometheus, alertmanager, deadLetters }: Sources): Promise<Operations> {
  const [pipeline, alerts, letters] = await Promise.all([
    orWithout('Prometheus', readPipeline(prometheus)),
    orWithout('Alertmanager', readAlerts(alertmanager)),
    orWithout('Kafka', deadLetters.open()),
  ]);
  return { at: new Date(), pipeline, alerts, deadLetters: letters };
}

async function orWithout<T>(source: string, reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    logger.warn(`operations are shown without ${source}`, { error });
    return undefined;
  }
}
