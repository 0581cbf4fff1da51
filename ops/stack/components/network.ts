import { z } from 'zod';
import type { Link } from './toxiproxy.ts';

/** Which way the bytes go: to the server, or from it. */
export type Way = 'upstream' | 'downstream';

const bothWays: readonly Way[] = ['upstream', 'downstream'];

/**
 * Disturbs what processes and servers say to each other, on the links of a stack whose services go through toxiproxy.
 * Whatever is done to a link lasts until it is healed; several disturbances add up.
 */
export class Network {
  readonly #api: string;

  /** @param api the address of toxiproxy's API */
  constructor(api: string) {
    this.#api = api;
  }

  /** Delays what goes each way by `latencyMs`, more or less `jitterMs`. */
  slow(link: Link, latencyMs: number, jitterMs = 0, ways = bothWays): Promise<void> {
    return this.#add(link, 'latency', ways, { latency: latencyMs, jitter: jitterMs });
  }

  /**
   * Nothing arrives any more, and nobody hears of it: connections stay open, and new ones seem to be accepted. Healing
   * it closes them.
   */
  partition(link: Link, ways = bothWays): Promise<void> {
    return this.#add(link, 'timeout', ways, { timeout: 0 });
  }

  /** As soon as something is sent on a connection, one that was there is closed, and a new one is reset. */
  reset(link: Link, ways = bothWays): Promise<void> {
    return this.#add(link, 'reset_peer', ways, { timeout: 0 });
  }

  /** Connections are closed, and new ones refused, as if nobody listened. */
  async cut(link: Link): Promise<void> {
    await this.#ask('PATCH', `/proxies/${link}`, { enabled: false });
  }

  /** Ends whatever was done to a link. */
  async heal(link: Link): Promise<void> {
    const { toxics } = proxy.parse(await this.#ask('GET', `/proxies/${link}`));
    for (const { name } of toxics) await this.#ask('DELETE', `/proxies/${link}/toxics/${name}`);
    await this.#ask('PATCH', `/proxies/${link}`, { enabled: true });
  }

  /** Ends whatever was done to any link. */
  async healAll(): Promise<void> {
    await this.#ask('POST', '/reset');
  }

  async #add(link: Link, type: string, ways: readonly Way[], attributes: Record<string, number>): Promise<void> {
    for (const stream of ways) await this.#ask('POST', `/proxies/${link}/toxics`, { type, stream, attributes });
  }

  async #ask(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${this.#api}${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`toxiproxy: ${method} ${path} is answered ${answer.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }
}

const proxy = z.object({ toxics: z.array(z.object({ name: z.string() })) });
