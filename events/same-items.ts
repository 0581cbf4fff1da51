interface Item {
  productId: string;
  quantity: number;
}

/** Returns true if both lists hold the same products and quantities, in any order. */
export function sameItems(some: readonly Item[], others: readonly Item[]): boolean {
  return some.length === others.length && describe(some) === describe(others);
}

const describe = (items: readonly Item[]): string =>
  items
    .map(({ productId, quantity }) => `${quantity} ${productId}`)
    .sort()
    .join('\n');
