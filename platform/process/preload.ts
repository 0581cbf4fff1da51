// The preload of every process (node --import ./platform/process/preload.ts). Each import waits for the one before it:
// the hooks must be registered before the modules that they instrument are loaded, and winston, which the graceful stop
// imports, must be loaded after the SDK has started.
await import('#telemetry/hooks.ts');
const { flushTelemetry } = await import('#telemetry/start.ts');
const { onStop } = await import('./stop.ts');

// Registered before all other steps, so it runs last.
onStop('telemetry', flushTelemetry);
