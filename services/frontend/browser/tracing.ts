// Traces what the visitor does, once that can be done: telemetry comes after all else, and not where it is turned off.

let telemetry: typeof import('./telemetry.ts') | undefined;

if (document.querySelector('meta[name=traceparent]') !== null) {
  addEventListener('load', () => {
    // What the page itself still has to do when it has loaded comes first.
    setTimeout(async () => {
      telemetry = await import('./telemetry.ts').catch(() => undefined);
    });
  });
}

/** Like `fetch`, in a trace that begins with its cause. */
export function traced(url: string | URL, options: RequestInit, cause: Event | undefined): Promise<Response> {
  if (telemetry === undefined || cause === undefined) return fetch(url, options);
  return telemetry.tracedFetch(url, options, cause);
}
