// Traces the visitor's actions. Telemetry loads after everything else, and not at all if it is turned off.

let telemetry: typeof import('./telemetry.ts') | undefined;

if (document.querySelector('meta[name=traceparent]') !== null) {
  addEventListener('load', () => {
    // The page's own load handlers run first.
    setTimeout(async () => {
      telemetry = await import('./telemetry.ts').catch(() => undefined);
    });
  });
}

/** Works like `fetch`; if telemetry is loaded, the request is traced from its cause on. */
export function traced(url: string | URL, options: RequestInit, cause: Event | undefined): Promise<Response> {
  if (telemetry === undefined || cause === undefined) return fetch(url, options);
  return telemetry.tracedFetch(url, options, cause);
}
