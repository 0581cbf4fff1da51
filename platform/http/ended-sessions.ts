import type { Session } from './token.ts';

type Listener = () => void;

/** While the database of user-service is unavailable, its list of ended sessions may lack the latest. */
const maxListAgeMs = 60_000;
/** The timers of Node are limited to 24.8 days. */
const maxTimerMs = 2 ** 31 - 1;

/** The sessions that have ended although their tokens have not expired. */
export class EndedSessions {
  #ids: ReadonlySet<string> = new Set();
  /** The sessions that ended on this replica, with the time. A list may lack them for a while. */
  readonly #here = new Map<string, number>();
  readonly #listeners = new Map<string, Set<Listener>>();

  has({ id }: Session): boolean {
    return id !== undefined && (this.#ids.has(id) || this.#here.has(id));
  }

  /** Marks a session as ended, and calls its listeners. */
  add(id: string): void {
    this.#here.set(id, performance.now());
    this.#notify();
  }

  /**
   * Replaces the sessions by those of a new list, and calls the listeners of those that have ended.
   * @param requestedAt when the list was requested, by `performance.now()`
   */
  replace(ids: readonly string[], requestedAt: number): void {
    this.#ids = new Set(ids);
    for (const [id, endedAt] of this.#here) if (endedAt < requestedAt - maxListAgeMs) this.#here.delete(id);
    this.#notify();
  }

  /** Calls the listener once, when the session ends or its token expires. Returns a function that unsubscribes it. */
  onEnd(session: Session, listener: Listener): () => void {
    const listeners = this.#listenersOf(session);
    const end = () => {
      unsubscribe();
      listener();
    };
    const timer = setTimeout(end, Math.min(session.expiresAt - Date.now(), maxTimerMs)).unref();
    const unsubscribe = () => {
      clearTimeout(timer);
      listeners.delete(end);
      if (session.id !== undefined && listeners.size === 0) this.#listeners.delete(session.id);
    };
    listeners.add(end);
    if (this.has(session)) end();
    return unsubscribe;
  }

  #listenersOf({ id }: Session): Set<Listener> {
    const listeners = (id !== undefined && this.#listeners.get(id)) || new Set<Listener>();
    if (id !== undefined) this.#listeners.set(id, listeners);
    return listeners;
  }

  #notify(): void {
    for (const [id, listeners] of this.#listeners) {
      if (this.#ids.has(id) || this.#here.has(id)) for (const end of [...listeners]) end();
    }
  }
}
