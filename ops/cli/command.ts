import { Command, CommanderError, type CommandUnknownOpts } from '@commander-js/extra-typings';

/** An error with a known cause that the reader can fix. It is printed as its message alone, without a stack trace. */
export class ExpectedError extends Error {}

interface Details {
  /** Command lines that work as they are. */
  examples: readonly string[];
  /** Text that ends the help. */
  notes?: string;
}

/**
 * Creates a command-line program. Options and arguments are declared on the result.
 * @param name the words to type before the options, such as `npm run chaos --`
 */
export function createCommand(name: string, summary: string, { examples, notes }: Details): Command {
  const command = new Command(name)
    .description(summary)
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(inPlainWords(text)) });
  command.addHelpText('after', `\nExamples:\n${examples.map((example) => `  ${example}`).join('\n')}`);
  if (notes !== undefined) command.addHelpText('after', `\n${notes}`);
  return command;
}

/** The nouns for the subcommands of a command, if they are not called commands. */
const nouns = new WeakMap<CommandUnknownOpts, string>();

/** Makes the errors about an unknown or missing subcommand use this noun, and list the known subcommands. */
export function nameSubcommands(command: CommandUnknownOpts, noun: string): void {
  nouns.set(command, noun);
  command.configureOutput({
    outputError: (text, write) =>
      write(
        inPlainWords(text).replace(
          /unknown command (.*)/,
          (_, rest: string) => `unknown ${noun} ${rest} (known: ${subcommandsOf(command)})`,
        ),
      ),
  });
}

const subcommandsOf = (command: CommandUnknownOpts): string =>
  command.commands.map((subcommand) => subcommand.name()).join(', ');

/**
 * Runs a command and exits: with 0 after a success, 1 after a failure, 2 if the command line is wrong. An action that
 * fails throws, or sets `process.exitCode`.
 */
export async function runCommand(command: CommandUnknownOpts): Promise<never> {
  const exitCode = await execute(command, process.argv.slice(2));
  // Output still buffered for a pipe would be lost.
  await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
  process.exit(exitCode);
}

/** Runs a command with these arguments and returns its exit code. */
export async function execute(command: CommandUnknownOpts, args: readonly string[]): Promise<number> {
  pointToHelp(command);
  try {
    await command.parseAsync(args, { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    console.error(error instanceof ExpectedError ? error.message : error);
    return 1;
  }
}

/** Makes a command and its subcommands print their usage after an error, and the error if a subcommand is missing. */
function pointToHelp(command: CommandUnknownOpts): void {
  const usage = command.createHelp().commandUsage(command);
  command.showHelpAfterError(`Usage: ${usage}\nOptions and examples: ${usage.split(' [options]')[0]} --help`);
  // Without a subcommand, commander prints the help instead of an error.
  command.addHelpText('before', ({ error }) =>
    error ? `error: missing ${nouns.get(command) ?? 'command'} (known: ${subcommandsOf(command)})\n` : '',
  );
  for (const subcommand of command.commands) pointToHelp(subcommand);
}

/** Shortens the messages of commander: one line, and of an invalid value only the reason. */
const inPlainWords = (text: string): string =>
  text
    .replace(/^error: option '(?:-\w, )?(--[\w-]+).*' argument '.*' is invalid\. /, 'error: $1: ')
    .replace(/^error: command-argument value '.*' is invalid for argument '.*'\. /, 'error: ')
    .replace(/\n\(Did you mean (.*)\?\)/, ', did you mean $1?');
