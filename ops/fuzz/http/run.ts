import fc from 'fast-check';
import { type Account, createSession, listProducts } from '../../clients/shop.ts';
import { listens } from '../../load/ports.ts';
import { createNeighbor, problemsOfAnOrder } from '../neighbor.ts';
import { endedSince, runningProcesses } from '../processes.ts';
import type { FuzzOptions } from '../stack.ts';
import { type Answer, parseAnswers } from './answer.ts';
import { problemsOf } from './check.ts';
import { type DescribedRequest, describedRequest, type Material } from './described-request.ts';
import { ApiDescription } from './description.ts';
import { type Exchange, exchange } from './exchange.ts';
import { rawExchange } from './raw-request.ts';
import { describeFailure } from './reproducer.ts';
import { serversAt } from './servers.ts';

/** The number of requests that are sent at the same time. */
const lanes = 8;
const sessionsPerAccount = 20;

/** Sends requests, valid and invalid ones, to every server of a stack. Returns the problems. */
export async function fuzzHttp({ stack, count, seed, minutes, accounts = [], say }: FuzzOptions): Promise<string[]> {
  const before = runningProcesses(stack.state);
  const all = serversAt(stack.ports);
  const listening = await Promise.all(all.map(({ port }) => listens(port)));
  const servers = all.filter((_, n) => listening[n]);
  const frontend = `http://127.0.0.1:${stack.ports.frontend}`;
  const neighbor = await createNeighbor(frontend);
  const description = await ApiDescription.read(frontend);
  const customer = await createNeighbor(frontend);
  const { orderId } = await customer.placeOrder([{ productId: 'souris-gaming', quantity: 1 }]);
  const material: Material = {
    tokens: await createTokens(frontend, [customer.account, ...accounts]),
    known: await knownValues(frontend, orderId),
  };
  say(`${count} requests to ${servers.map(({ name }) => name).join(', ')}`);

  const statuses = new Map<number, number>();
  const send = async (one: Exchange): Promise<Answer[]> => {
    const answers = parseAnswers(await exchange(one));
    for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
    return answers;
  };
  const toOperation = async ({ operation, text }: DescribedRequest) => {
    const [answer] = await send({ port: stack.ports.frontend, parts: [text], closes: true });
    if (answer === undefined) throw new Error('no response');
    refuse(answer, [...problemsOf(answer), ...description.problemsOf(operation, answer)]);
  };
  const toSocket = async (one: Exchange) => {
    for (const answer of await send(one)) refuse(answer, problemsOf(answer));
  };
  const properties = [
    fc.asyncProperty(describedRequest(description.operations, material), toOperation),
    fc.asyncProperty(rawExchange(servers, material), toSocket),
  ] as fc.IAsyncProperty<[DescribedRequest | Exchange]>[];
  const runs = await Promise.all(
    Array.from({ length: lanes }, (_, lane) =>
      fc.check(properties[lane % properties.length] as (typeof properties)[number], {
        seed: seed + lane,
        numRuns: Math.ceil(count / lanes),
        interruptAfterTimeLimit: minutes * 60_000,
      }),
    ),
  );
  const sent = runs.reduce((sum, { numRuns }) => sum + numRuns, 0);
  say(
    `${sent} sent; responses: ${[...statuses]
      .toSorted()
      .map(([status, n]) => `${n} x ${status}`)
      .join(', ')}`,
  );
  const unhealthy = await problemsOfAnOrder(neighbor);
  return [
    ...runs.flatMap((run) => (run.failed ? [describeFailure(run, stack.ports.frontend)] : [])),
    ...endedSince(before, runningProcesses(stack.state)).map((name) => `${name} has ended`),
    ...unhealthy,
  ];
}

/** Creates several sessions for each account, because some requests end the session of their token. */
async function createTokens(url: string, accounts: readonly Account[]): Promise<string[]> {
  const tokens: string[] = [];
  for (const account of accounts) {
    for (let n = 0; n < sessionsPerAccount; n++) {
      tokens.push(`Bearer ${(await createSession({ url }, account)).token}`);
    }
  }
  return tokens;
}

async function knownValues(url: string, orderId: string): Promise<Material['known']> {
  const ids = (await listProducts({ url })).map(({ id }) => id);
  return { productId: ids, id: [orderId, ...ids], 'idempotency-key': ['a', 'b', 'c'] };
}

/**
 * Refuses a response that has problems.
 * @throws {Error} that shows the response, if there are problems
 */
function refuse({ status, headers, body }: Answer, problems: readonly string[]): void {
  if (problems.length === 0) return;
  const shown = `${status} ${headers.get('content-type') ?? ''} ${body.slice(0, 300)}`;
  throw new Error(`${problems.join('; ')}: ${shown}`);
}
