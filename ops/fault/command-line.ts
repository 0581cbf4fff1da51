import { type Command, InvalidArgumentError } from '@commander-js/extra-typings';
import { type Parameter, parametersOf } from '#events/switches/describe.ts';
import { parametersSchema } from '#events/switches/parameters.ts';
import { type FaultName, faultDefinitions, faultNames, type Parameters } from '#platform/faults/definitions.ts';
import { createCommand, nameSubcommands } from '../cli/command.ts';
import { oneOf } from '../cli/values.ts';
import { portOffsetOption } from '../stack/port-offset.ts';
import { boundsOf, describeParameter, optionOf } from './options.ts';

export type FaultRequest =
  | { do: 'list' }
  | { do: 'on'; fault: FaultName; parameters: Parameters }
  | { do: 'off'; fault: FaultName | undefined };

/** Creates the command line, which passes the parsed request to `run`. */
export function createFaultCommand(run: (request: FaultRequest, portOffset: number) => Promise<void>): Command {
  const program = createCommand('npm run fault --', 'Switches faults on and off in a running stack.', {
    examples: [
      'npm run fault -- list',
      'npm run fault -- on http-errors --process frontend --rate 0.3 --for 5m',
      'npm run fault -- off',
    ],
    notes:
      'Start the stack with FAULTS_ENABLED=true first. Set KAFKA_BROKERS, KAFKA_USERNAME and KAFKA_PASSWORD_FILE to use other brokers.',
  }).addOption(portOffsetOption());
  const pass = (request: FaultRequest) => run(request, program.opts().portOffset);

  program
    .command('list')
    .description('list all faults, their parameters, and the faults that are on')
    .action(() => pass({ do: 'list' }));
  program
    .command('off')
    .description('switch off one fault, or all faults')
    .argument('[fault]', 'name of the fault', oneOf('fault', faultNames))
    .action((fault) => pass({ do: 'off', fault }));

  const on = program.command('on').description('switch a fault on').helpCommand(false);
  nameSubcommands(on, 'fault');
  for (const fault of faultNames) {
    const command = on.command(fault).description(faultDefinitions[fault].does);
    for (const [name, parameter] of Object.entries(parametersOf(fault))) {
      command.option(
        `--${optionOf(name)} <value>`,
        describeParameter(name, parameter),
        parserOf(fault, name, parameter),
      );
    }
    command.action((options) => pass({ do: 'on', fault, parameters: parametersFrom(fault, options) }));
  }
  return program as unknown as Command;
}

/** Returns a parser for one parameter, which checks its value against the schema of the fault. */
const parserOf = (fault: FaultName, name: string, parameter: Parameter) => (text: string) => {
  const value = name === 'seconds' ? parseDuration(text) : parameter.type === 'string' ? text : Number(text);
  const result = parametersSchema(fault).safeParse({ [name]: value });
  if (result.success) return value;
  const bounds = name === 'seconds' ? 'a duration of at most 4h' : boundsOf(parameter);
  const messages = result.error.issues.map(({ message }) => message);
  throw new InvalidArgumentError(bounds === '' ? messages.join('; ') : `must be ${bounds}, not '${text}'`);
};

/** Returns the parameters of a fault. Commander names its options in camel case, like the parameters. */
function parametersFrom(fault: FaultName, options: Readonly<Record<string, unknown>>): Parameters {
  const { for: seconds, ...parameters } = options;
  return parametersSchema(fault).parse({ ...parameters, ...(seconds !== undefined && { seconds }) });
}

function parseDuration(text: string): number {
  const units: Record<string, number> = { s: 1, m: 60, h: 3_600 };
  const [, number, unit = 's'] = /^(\d+)([smh]?)$/.exec(text) ?? [];
  if (number === undefined) throw new InvalidArgumentError('must be a duration, such as 30s, 5m or 1h');
  return Number(number) * (units[unit || 's'] ?? 1);
}
