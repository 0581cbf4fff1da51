interface Waiting<Item, Result> {
  item: Item;
  size: number;
  resolve(result: Result | PromiseLike<Result>): void;
  reject(error: unknown): void;
}

export interface BatchOptions<Item> {
  /** How much of the limit an item takes. */
  size(item: Item): number;
  /** How much one call takes at the most; an item that is larger gets a call of its own. */
  limit: number;
}

/**
 * Lets work that arrives while a call is under way wait, and do it with the next call, together. So calls grow with the
 * load, and nothing waits when there is none.
 * @param run does the work of several items, in their order, and returns a result or a promise for each
 */
export function batchCalls<Item, Result>(
  run: (items: readonly Item[]) => Promise<readonly (Result | PromiseLike<Result>)[]>,
  { size, limit }: BatchOptions<Item>,
): (item: Item) => Promise<Result> {
  const queue: Waiting<Item, Result>[] = [];
  let underWay = false;

  const next = async () => {
    const batch = queue.splice(0, fitting(queue, limit));
    try {
      const results = await run(batch.map(({ item }) => item));
      for (const [n, { resolve, reject }] of batch.entries()) {
        if (n in results) resolve(results[n] as Result | PromiseLike<Result>);
        else reject(new Error('a call left out the result of an item'));
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  const work = async () => {
    underWay = true;
    while (queue.length > 0) await next();
    underWay = false;
  };

  return (item) =>
    new Promise((resolve, reject) => {
      queue.push({ item, size: size(item), resolve, reject });
      if (!underWay) void work();
    });
}

/** How many of the first items share a call: at least one. */
function fitting(queue: readonly { size: number }[], limit: number): number {
  let total = 0;
  const tooMany = queue.findIndex((one, n) => {
    total += one.size;
    return n > 0 && total > limit;
  });
  return tooMany === -1 ? queue.length : tooMany;
}
