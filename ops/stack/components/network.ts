import { z } from 'zod';
import type { ProxyTarget } from './toxiproxy.ts';

/** The direction of bytes: to the server, or from it. */
export type Direction = 'upstream' | 'downstream';

const bothDirections: readonly Direction[] = ['upstream', 'downstream'];

/**
 * The connections between services and the components they use, in a stack with toxiproxy. A disturbance of them lasts
 * until its target is healed; several disturbances add up.
 */
export class Network {
  readonly #api: string;

  /** @param api address of toxiproxy's API */
  constructor(api: string) {
    this.#api = api;
  }

  /** Delays bytes in each direction by `latencyMs`, plus or minus `jitterMs`. */
  slow(target: ProxyTarget, latencyMs: number, jitterMs = 0, directions = bothDirections): Promise<void> {
    return this.#add(target, 'latency', directions, { latency: latencyMs, jitter: jitterMs });
  }

  /** Drops all bytes. Connections stay open, and new ones seem to be accepted. Healing closes them. */
  partition(target: ProxyTarget, directions = bothDirections): Promise<void> {
    return this.#add(target, 'timeout', directions, { timeout: 0 });
  }

  /** Closes existing connections, and resets new ones, as soon as bytes are sent on them. */
  reset(target: ProxyTarget, directions = bothDirections): Promise<void> {
    return this.#add(target, 'reset_peer', directions, { timeout: 0 });
  }

  /** Closes all connections and refuses new ones, as if no process listened. */
  async cut(target: ProxyTarget): Promise<void> {
    await this.#request('PATCH', `/proxies/${target}`, { enabled: false });
  }

  /** Ends all disturbances of a target. */
  async heal(target: ProxyTarget): Promise<void> {
    const { toxics } = proxy.parse(await this.#request('GET', `/proxies/${target}`));
    for (const { name } of toxics) await this.#request('DELETE', `/proxies/${target}/toxics/${name}`);
    await this.#request('PATCH', `/proxies/${target}`, { enabled: true });
  }

  /** Ends all disturbances of all targets. */
  async healAll(): Promise<void> {
    await this.#request('POST', '/reset');
  }

  async #add(
    target: ProxyTarget,
    type: string,
    directions: readonly Direction[],
    attributes: Record<string, number>,
  ): Promise<void> {
    for (const stream of directions)
      await this.#request('POST', `/proxies/${target}/toxics`, { type, stream, attributes });
  }

  async #request(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${this.#api}${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`toxiproxy: ${method} ${path} returned ${answer.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }
}

const proxy = z.object({ toxics: z.array(z.object({ name: z.string() })) });
