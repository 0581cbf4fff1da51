import { type Answer, ask, checkStatus, jsonIn, type Request } from './http.ts';

/** The shop's address, and the limits of every request to it. */
export interface Shop extends Pick<Request, 'withinSeconds' | 'signal'> {
  /** The address of the frontend. */
  url: string;
}

/** The name and password of a customer. */
export interface Account {
  username: string;
  password: string;
}

/** A signed-in customer. */
export interface Session {
  token: string;
  user: { id: string };
}

/** Sends a request to the shop and returns the response, regardless of its status. */
export function requestFrom(
  { url, withinSeconds, signal }: Shop,
  path: string,
  request: Request = {},
): Promise<Answer> {
  return ask(`${url}${path}`, { ...request, signal, ...(withinSeconds !== undefined && { withinSeconds }) });
}

/**
 * Accepts only a response with the status 2xx.
 * @throws {RequestFailed} otherwise, with the address and the problem
 */
export const checkAnswer = ({ url }: Shop, path: string, answer: Answer): void => checkStatus(`${url}${path}`, answer);

/**
 * Parses the JSON of a response.
 * @throws {RequestFailed} when the response is not JSON, or has a status other than 2xx
 */
export const jsonFrom = <T>({ url }: Shop, path: string, answer: Answer): T => jsonIn(`${url}${path}`, answer);

/**
 * Creates an account.
 * @throws {RequestFailed} when the shop does not create it
 */
export async function createAccount(shop: Shop, account: Account): Promise<void> {
  await post(shop, '/api/users', account);
}

/**
 * Signs in.
 * @throws {RequestFailed} when the shop does not accept the name and password
 */
export function createSession(shop: Shop, account: Account): Promise<Session> {
  return post(shop, '/api/sessions', account);
}

/** Returns the products that the shop sells. */
export async function listProducts(shop: Shop): Promise<{ id: string; available: number }[]> {
  const answer = await requestFrom(shop, '/api/products');
  return jsonFrom<{ products: { id: string; available: number }[] }>(shop, '/api/products', answer).products;
}

async function post<T>(shop: Shop, path: string, body: object): Promise<T> {
  return jsonFrom(shop, path, await requestFrom(shop, path, { method: 'POST', body }));
}
