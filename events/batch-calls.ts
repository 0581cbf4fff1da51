export interface BatchOptions<Item> {
  /** Returns the size of an item, in the unit of `limit`. */
  size(item: Item): number;
  /** The maximum size of a batch. A larger item gets a batch for itself. */
  limit: number;
  /** The minimum time between the starts of two calls, which makes batches larger. 0 by default. */
  intervalMs?: number;
}

interface QueuedItem<Item, Result> {
  item: Item;
  size: number;
  resolve(result: Result | PromiseLike<Result>): void;
  reject(error: unknown): void;
}

/**
 * Creates a function that batches calls, one batch at a time. Items that arrive during a call are queued for the next
 * one. So batches grow with the load, and without load an item does not wait.
 * @param call handles a batch of items in order, and returns a result or a promise for each
 */
export function batchCalls<Item, Result>(
  call: (items: readonly Item[]) => Promise<readonly (Result | PromiseLike<Result>)[]>,
  { size, limit, intervalMs = 0 }: BatchOptions<Item>,
): (item: Item) => Promise<Result> {
  const queue: QueuedItem<Item, Result>[] = [];
  let running = false;

  const runBatch = async () => {
    const batch = queue.splice(0, countFitting(queue, limit));
    try {
      const results = await call(batch.map(({ item }) => item));
      for (const [n, { resolve, reject }] of batch.entries()) {
        if (n in results) resolve(results[n] as Result | PromiseLike<Result>);
        else reject(new Error('a batched call returned no result for an item'));
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  const run = async () => {
    running = true;
    while (queue.length > 0) {
      const interval = intervalMs > 0 ? new Promise((resolve) => setTimeout(resolve, intervalMs)) : undefined;
      await runBatch();
      await interval;
    }
    running = false;
  };

  return (item) =>
    new Promise((resolve, reject) => {
      queue.push({ item, size: size(item), resolve, reject });
      if (!running) void run();
    });
}

/** Returns how many of the first items fit into one batch: at least one. */
function countFitting(queue: readonly { size: number }[], limit: number): number {
  let total = 0;
  const firstTooMany = queue.findIndex((queued, n) => {
    total += queued.size;
    return n > 0 && total > limit;
  });
  return firstTooMany === -1 ? queue.length : firstTooMany;
}
