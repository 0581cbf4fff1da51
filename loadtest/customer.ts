import { type Answer, type ShopRequest, send } from './send.ts';

/** An account of the run that is logged in. */
export interface Customer {
  username: string;
  password: string;
  token: string;
}

/** Creates an account and logs in. */
export function signUp(username: string): Customer {
  const account = { username, password: `${username}-${Math.random()}` };
  const { response } = send({ name: 'sign up', method: 'POST', path: '/api/users', body: account });
  if (response.status !== 201) throw new Error(`sign-up failed: ${response.status} ${response.error}${response.body}`);
  return { ...account, token: logIn(account) };
}

function logIn({ username, password }: Omit<Customer, 'token'>): string {
  const body = { username, password };
  const { response } = send({ name: 'log in', method: 'POST', path: '/api/sessions', body });
  if (response.status !== 201) throw new Error(`login failed: ${response.status} ${response.error}${response.body}`);
  return (response.json() as { token: string }).token;
}

/** Renewed tokens by username, because a run may last longer than a token is valid. */
const renewed = new Map<string, string>();

/** Sends a request with the customer's token, and logs in again if the token has expired. */
export function sendAs(customer: Customer, request: ShopRequest): Answer {
  const token = renewed.get(customer.username) ?? customer.token;
  const answer = send({ ...request, token });
  if (answer.response.status !== 401) return answer;
  renewed.set(customer.username, logIn(customer));
  return send({ ...request, token: renewed.get(customer.username) ?? '' });
}
