// A process in which the fault `crash` is on. It exits with 0 unless the fault kills it.
import { switchOn } from './faults.testkit.ts';
import { Faults } from './faults.ts';
import { injectProcessFaults } from './process-faults.ts';

const faults = new Faults('order-worker');
injectProcessFaults(faults);
if (process.argv[2] === 'true') faults.markLoaded();
switchOn(faults, 'crash');
faults.markLoaded();
setImmediate(() => process.exit(0));
