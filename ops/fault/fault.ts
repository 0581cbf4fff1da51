// ops/fault/fault.ts: npm run fault, lists faults and switches them on and off in a running stack
process.env['LOG_LEVEL'] ??= 'error';
const { runFault } = await import('./commands.ts');
await runFault(process.argv.slice(2));
