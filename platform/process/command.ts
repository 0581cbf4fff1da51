/** Runs a command and exits: 0 when it was done, 1 when not, with what was wrong. */
export async function runCommand(command: () => Promise<void>): Promise<never> {
  let exitCode = 0;
  try {
    await command();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    exitCode = 1;
  }
  // What a pipe has not taken yet would be cut off.
  await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
  process.exit(exitCode);
}
