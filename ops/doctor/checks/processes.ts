import { lookup } from 'node:dns/promises';
import { ask } from '../ask.ts';
import { type Check, Fault } from '../check.ts';
import { type Container, containers } from '../containers.ts';
import type { Stack } from '../stack.ts';

/** Orderflow's own processes and where they answer health checks. */
const processesOf = ({ at }: Stack): Record<string, string> => ({
  frontend: at.FRONTEND_URL,
  'user-service': at.USER_SERVICE_URL,
  'product-service': at.PRODUCT_SERVICE_URL,
  'product-worker': at.PRODUCT_WORKER_URL,
  'order-service': at.ORDER_SERVICE_URL,
  'order-worker': at.ORDER_WORKER_URL,
  'event-monitor': at.EVENT_MONITOR_URL,
});

/** Every process says that it is ready. From outside of the containers not each can be asked: there the engine asks. */
export const processes: Check = {
  name: 'processes',
  expected: 'each process is ready (/health/ready answers 200), and so each container is healthy',
  look: ({ kind }) => (kind === 'local' ? 'npm run status' : 'docker compose ps --all'),
  run: (stack) => (stack.kind === 'compose' ? askEngine() : askEach(stack)),
};

async function askEngine(): Promise<string> {
  const known = containers();
  if (known === undefined) throw new Fault('docker compose ps does not answer', 'docker compose run --rm doctor');
  const faults = unwell(known);
  if (faults.length > 0) throw new Fault(faults.join('; '));
  const running = known.filter(({ State }) => State === 'running');
  const healthy = running.filter(({ Health }) => Health === 'healthy').length;
  return `${running.length} containers run, ${healthy} of them with a health check that passes`;
}

/** What is wrong with containers: one that has ended must have done its work, one that runs must be healthy. */
export function unwell(known: readonly Container[]): string[] {
  if (known.length === 0) return ['there is no container'];
  return known.flatMap(({ Service, State, Health, ExitCode }) => {
    if (State === 'exited' && ExitCode === 0) return [];
    if (State !== 'running') return [`${Service} is ${State}${ExitCode === 0 ? '' : ` with ${ExitCode}`}`];
    return Health === '' || Health === 'healthy' ? [] : [`${Service} is ${Health}`];
  });
}

async function askEach(stack: Stack): Promise<string> {
  const instances = await Promise.all(
    Object.entries(processesOf(stack)).map(async ([name, url]) => {
      const addresses = await addressesOf(stack, name, url);
      return { name, faults: await Promise.all(addresses.map(faultOf)) };
    }),
  );
  const faults = instances.flatMap(({ name, faults }) =>
    faults.flatMap((fault) => (fault === undefined ? [] : [`${name}: ${fault}`])),
  );
  const count = instances.reduce((sum, { faults }) => sum + faults.length, 0);
  if (faults.length > 0) throw new Fault(`${faults.length} of ${count} not ready: ${faults.join('; ')}`);
  return `${count} ready: ${instances.map(({ name, faults }) => (faults.length > 1 ? `${faults.length} x ${name}` : name)).join(', ')}`;
}

/** One for each instance: in the network of the containers a name stands for all of them. */
async function addressesOf({ kind }: Stack, name: string, url: string): Promise<string[]> {
  if (kind !== 'network') return [url];
  try {
    const found = await lookup(new URL(url).hostname, { all: true, family: 4 });
    return found.map(({ address }) => url.replace(`//${name}`, `//${address}`));
  } catch {
    return [url];
  }
}

async function faultOf(url: string): Promise<string | undefined> {
  try {
    const { status, text } = await ask(`${url}/health/ready`);
    if (status === 200) return undefined;
    const { missing = [] } = JSON.parse(text) as { missing?: string[] };
    return `not ready (${status}), without ${missing.join(', ') || 'saying why'}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
