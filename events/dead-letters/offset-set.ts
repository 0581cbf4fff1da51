/** The number of offsets of a page: 512 bytes. */
const pageSize = 4_096;

/** A set of offsets of a partition. It takes about one bit for each, because a topic may hold millions. */
export class OffsetSet {
  readonly #pages = new Map<number, Uint8Array>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  has(offset: number): boolean {
    const { page, index, bit } = positionOf(offset);
    return ((this.#pages.get(page)?.[index] ?? 0) & bit) !== 0;
  }

  add(offset: number): void {
    if (this.has(offset)) return;
    const { page, index, bit } = positionOf(offset);
    const bytes = this.#pages.get(page) ?? new Uint8Array(pageSize / 8);
    bytes[index] = (bytes[index] ?? 0) | bit;
    this.#pages.set(page, bytes);
    this.#size++;
  }

  delete(offset: number): void {
    if (!this.has(offset)) return;
    const { page, index, bit } = positionOf(offset);
    const bytes = this.#pages.get(page);
    if (bytes === undefined) return;
    bytes[index] = (bytes[index] ?? 0) & ~bit;
    this.#size--;
    if (bytes.every((byte) => byte === 0)) this.#pages.delete(page);
  }

  /** Returns the lowest offset, or undefined if the set is empty. */
  first(): number | undefined {
    if (this.#size === 0) return undefined;
    let offset = [...this.#pages.keys()].reduce((one, other) => Math.min(one, other)) * pageSize;
    while (!this.has(offset)) offset++;
    return offset;
  }
}

function positionOf(offset: number): { page: number; index: number; bit: number } {
  const inPage = offset % pageSize;
  return { page: Math.floor(offset / pageSize), index: inPage >> 3, bit: 1 << (inPage & 7) };
}
