/** Runs a command and exits: with 0 if it succeeds, or with 1 after it has printed the error. */
export async function runCommand(command: () => Promise<void>): Promise<never> {
  let exitCode = 0;
  try {
    await command();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    exitCode = 1;
  }
  // process.exit() would discard output that a pipe has not accepted yet.
  await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
  process.exit(exitCode);
}
