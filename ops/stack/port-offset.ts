import { Option } from '@commander-js/extra-typings';
import { wholeNumber } from '../cli/values.ts';
import { maxPortOffset } from './paths.ts';

/** Returns the option that chooses between the stacks of `npm start`. */
export const portOffsetOption = (description = 'the stack that npm start -- --port-offset n started') =>
  new Option('--port-offset <n>', description).default(0).argParser(wholeNumber(0, maxPortOffset));
