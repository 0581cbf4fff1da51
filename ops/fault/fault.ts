// npm run fault: switches faults on and off in a running stack
process.env['LOG_LEVEL'] ??= 'error';
const { runCommand } = await import('../cli/command.ts');
const { createFaultCommand } = await import('./command-line.ts');
const { runFault } = await import('./commands.ts');
await runCommand(createFaultCommand(runFault));
