import { lookup } from 'node:dns/promises';
import { ask } from '../../clients/http.ts';
import { type Check, CheckFailed } from '../check.ts';
import { type Container, containers } from '../containers.ts';
import type { Stack } from '../stack.ts';

/** Returns the addresses of the health checks of Orderflow's processes. */
const processesOf = ({ at }: Stack): Record<string, string> => ({
  frontend: at.FRONTEND_URL,
  'user-service': at.USER_SERVICE_URL,
  'product-service': at.PRODUCT_SERVICE_URL,
  'product-worker': at.PRODUCT_WORKER_URL,
  'order-service': at.ORDER_SERVICE_URL,
  'order-worker': at.ORDER_WORKER_URL,
  'event-monitor': at.EVENT_MONITOR_URL,
});

/**
 * Checks that every process is ready. Outside of the containers' network not every process can be reached: there
 * Docker's health checks are read instead.
 */
export const processes: Check = {
  name: 'processes',
  expected: 'each process is ready (/health/ready returns 200), and so each container is healthy',
  look: ({ kind }) => (kind === 'local' ? 'npm run status' : 'docker compose ps --all'),
  run: (stack) => (stack.kind === 'compose' ? readHealthOfContainers() : askEveryProcess(stack)),
};

async function readHealthOfContainers(): Promise<string> {
  const known = containers();
  if (known === undefined) throw new CheckFailed('docker compose ps failed', 'docker compose run --rm doctor');
  const problems = containerProblems(known);
  if (problems.length > 0) throw new CheckFailed(problems.join('; '));
  const running = known.filter(({ State }) => State === 'running');
  const healthy = running.filter(({ Health }) => Health === 'healthy').length;
  return `${running.length} containers run, ${healthy} of them with a passing health check`;
}

/** Returns the problems of containers. An exited container must have exited with 0; a running one must be healthy. */
export function containerProblems(known: readonly Container[]): string[] {
  if (known.length === 0) return ['no container exists'];
  return known.flatMap(({ Service, State, Health, ExitCode }) => {
    if (State === 'exited' && ExitCode === 0) return [];
    if (State !== 'running') return [`${Service} is ${State}${ExitCode === 0 ? '' : ` with ${ExitCode}`}`];
    return Health === '' || Health === 'healthy' ? [] : [`${Service} is ${Health}`];
  });
}

async function askEveryProcess(stack: Stack): Promise<string> {
  const instances = await Promise.all(
    Object.entries(processesOf(stack)).map(async ([name, url]) => {
      const addresses = await addressesOf(stack, name, url);
      return { name, problems: await Promise.all(addresses.map(problemOf)) };
    }),
  );
  const problems = instances.flatMap(({ name, problems }) =>
    problems.flatMap((problem) => (problem === undefined ? [] : [`${name}: ${problem}`])),
  );
  const count = instances.reduce((sum, { problems }) => sum + problems.length, 0);
  if (problems.length > 0) throw new CheckFailed(`${problems.length} of ${count} not ready: ${problems.join('; ')}`);
  return `${count} ready: ${instances.map(({ name, problems }) => (problems.length > 1 ? `${problems.length} x ${name}` : name)).join(', ')}`;
}

/** Returns one address per instance: in the containers' network a name resolves to all instances. */
async function addressesOf({ kind }: Stack, name: string, url: string): Promise<string[]> {
  if (kind !== 'network') return [url];
  try {
    const found = await lookup(new URL(url).hostname, { all: true, family: 4 });
    return found.map(({ address }) => url.replace(`//${name}`, `//${address}`));
  } catch {
    return [url];
  }
}

async function problemOf(url: string): Promise<string | undefined> {
  try {
    const { status, text } = await ask(`${url}/health/ready`);
    if (status === 200) return undefined;
    const { missing = [] } = JSON.parse(text) as { missing?: string[] };
    return `not ready (${status}): ${missing.length > 0 ? `${missing.join(', ')} missing` : 'no reason given'}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
