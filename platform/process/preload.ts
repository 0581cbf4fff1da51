// Every process loads this file before its own: node --import ./platform/process/preload.ts. The order of the imports
// matters, so each one awaits the one before:
// 1. The hooks instrument modules while they are loaded, so they must be registered before any other import.
// 2. winston is instrumented by the SDK, so the SDK must start before stop.ts imports the logger.
await import('#telemetry/hooks.ts');
const { flushTelemetry } = await import('#telemetry/start.ts');
const { onStop } = await import('./stop.ts');

// Steps run in reverse order of registration, so this first one runs last.
onStop('telemetry', flushTelemetry);
