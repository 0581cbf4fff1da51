// ops/dlq/dlq.ts: npm run dlq, lists, replays and discards dead letters
process.env['OTEL_SERVICE_NAME'] ??= 'dlq';
process.env['LOG_LEVEL'] ??= 'error';
await import('#platform/process/preload.ts');
const { runDlq } = await import('./commands.ts');
await runDlq(process.argv.slice(2));
