import { dirname } from 'node:path';
import type { FuzzedStack } from '../../ops/fuzz/stack.ts';
import { portsAt } from '../../ops/stack/paths.ts';
import { environment } from './environment.ts';

const portOffset = Number(new URL(environment.frontendUrl).port) - portsAt(0).frontend;

/** The stack of the tests, to be fuzzed. */
export const fuzzedStack: FuzzedStack = {
  ports: portsAt(portOffset),
  data: dirname(environment.kafkaCredentials),
  state: environment.stateFile,
};
