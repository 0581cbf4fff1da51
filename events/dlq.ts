// events/dlq.ts: npm run dlq, what to do with dead letters
process.env['OTEL_SERVICE_NAME'] ??= 'dlq';
process.env['LOG_LEVEL'] ??= 'error';
await import('#observability/hooks.ts');
await import('#observability/telemetry.ts');
const { runDlq } = await import('./dlq-commands.ts');
await runDlq(process.argv.slice(2));
