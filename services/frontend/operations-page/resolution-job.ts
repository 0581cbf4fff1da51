import type { Resolution } from '#events/dead-letters/dead-letter.ts';
import { logger } from '#telemetry/logger.ts';
import type { DeadLetters } from './dead-letters.ts';

/** The progress of a job that replays or discards many dead letters. */
export interface ResolutionJob {
  how: Resolution;
  total: number;
  done: number;
  /** The number of dead letters that cannot be replayed. */
  skipped: number;
  startedAt: Date;
  /** False when the job has ended. */
  isRunning: boolean;
  /** True if Kafka failed before the job was complete; the remaining dead letters are still open. */
  hasFailed: boolean;
}

/** The job of this process that resolves dead letters in the background: at most one at a time. */
export class ResolutionJobs {
  readonly #deadLetters: Pick<DeadLetters, 'resolveMany'>;
  #latest: ResolutionJob | undefined;

  constructor(deadLetters: Pick<DeadLetters, 'resolveMany'>) {
    this.#deadLetters = deadLetters;
  }

  /** The job that runs, or the last one that ran. */
  get latest(): Readonly<ResolutionJob> | undefined {
    return this.#latest;
  }

  /** Starts a job for an admin, and returns without waiting for its end. Returns false if another job runs. */
  start(ids: readonly string[], how: Resolution, userId: string): boolean {
    if (this.#latest?.isRunning) return false;
    const job: ResolutionJob = {
      how,
      total: ids.length,
      done: 0,
      skipped: 0,
      startedAt: new Date(),
      isRunning: true,
      hasFailed: false,
    };
    this.#latest = job;
    void this.#run(job, ids, userId);
    return true;
  }

  async #run(job: ResolutionJob, ids: readonly string[], userId: string): Promise<void> {
    try {
      await this.#deadLetters.resolveMany(ids, job.how, {
        resolved: ({ id }) => {
          job.done++;
          logResolution(job.how, id, userId);
        },
        skipped: () => {
          job.skipped++;
        },
      });
    } catch (error) {
      job.hasFailed = true;
      logger.error('resolution of dead letters failed', { error });
    } finally {
      job.isRunning = false;
    }
  }
}

/** Records who replayed or discarded a dead letter. */
export function logResolution(how: Resolution, id: string, userId: string): void {
  logger.info(`dead letter ${how}`, { event: `dead_letter.${how}`, 'dead_letter.id': id, 'user.id': userId });
}
