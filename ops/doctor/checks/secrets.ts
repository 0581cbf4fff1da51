import { ask, askJson } from '../ask.ts';
import { type Check, Fault } from '../check.ts';
import type { Stack } from '../stack.ts';

/** What would be logged or traced where a token is handled, too: the last minutes of these, not only the order's own. */
const services = ['frontend', 'user-service', 'product-service', 'order-service'];

/** Nothing that must stay secret has reached Jaeger or Loki. */
export const secrets: Check = {
  name: 'secrets',
  needs: ['trace', 'logs'],
  expected: 'no password, token, e-mail address or card number in traces and logs',
  look: () => 'observability/telemetry/redact.ts, and the redaction processor in observability/collector/config.yaml',
  run: async (stack, { order, trace = '', logs = '' }) => {
    const own = Object.entries(order?.secrets ?? {}).map(([name, value]): [string, string] => [
      `the doctor's ${name}`,
      value,
    ]);
    const traces = await recentTraces(stack);
    const leaks = [
      ...leaksIn(trace, own).map((leak) => `${leak} in the trace`),
      ...leaksIn(logs, own).map((leak) => `${leak} in the logs`),
      ...namedIn(traces, own).map((leak) => `${leak} in traces of the last minutes`),
      ...(await logged(stack, own)),
    ];
    if (leaks.length > 0) throw new Fault(leaks.join('; '));
    const size = trace.length + logs.length + traces.length;
    return `none in ${Math.round(size / 1_024)} KiB of traces and logs, nor in the logs of the last 15 minutes`;
  },
};

const shapes: readonly { name: string; pattern: RegExp; isOne?(text: string): boolean }[] = [
  { name: 'what looks like a token', pattern: /\beyJ[\w-]{8,}\.[\w-]{8,}\.?[\w-]*/g },
  { name: 'what looks like a bearer token', pattern: /bearer\s+[\w.~+/=-]{16,}/gi },
  { name: 'what looks like an e-mail address', pattern: /\b[\w.%+-]{1,64}@(?:[a-z\d-]{1,63}\.){1,8}[a-z]{2,63}\b/gi },
  {
    name: 'what looks like a card number',
    pattern: /(?<![\w.-])[3-6]\d{3}(?:[ -]?\d{4}){2}[ -]?\d{3,4}(?![\w-])/g,
    isOne: passesLuhn,
  },
];

/** Which secrets are in a text: named ones, and what has the shape of one. The secret itself is not told again. */
export function leaksIn(text: string, named: readonly (readonly [string, string])[]): string[] {
  const shaped = shapes.filter(({ pattern, isOne = () => true }) => text.match(pattern)?.some(isOne));
  return [...namedIn(text, named), ...shaped.map(({ name }) => name)];
}

function namedIn(text: string, named: readonly (readonly [string, string])[]): string[] {
  return named.filter(([, secret]) => text.includes(secret)).map(([name]) => name);
}

/** The check digit of card numbers (ISO/IEC 7812): a time or an offset rarely has it. */
function passesLuhn(text: string): boolean {
  const digits = text.replaceAll(/\D/g, '').split('').reverse().map(Number);
  const sum = digits.reduce((total, digit, n) => {
    const weighed = n % 2 === 0 ? digit : digit * 2;
    return total + (weighed > 9 ? weighed - 9 : weighed);
  }, 0);
  return digits.length >= 15 && sum % 10 === 0;
}

async function recentTraces({ at }: Stack): Promise<string> {
  const answers = await Promise.all(
    services.map((service) =>
      ask(`${at.JAEGER_URL}/api/traces?${new URLSearchParams({ service, lookback: '5m', limit: '50' })}`),
    ),
  );
  return answers.map(({ text }) => text).join('\n');
}

/** Asks Loki for the doctor's own secrets, and for tokens, in all logs. */
async function logged({ at }: Stack, own: readonly (readonly [string, string])[]): Promise<string[]> {
  const wanted = [
    ...own.map(([name, secret]) => [name, `|= \`${secret}\``] as const),
    ['what looks like a token', '|~ `eyJ[A-Za-z0-9_-]{8,}[.]eyJ`'] as const,
  ];
  const found = await Promise.all(
    wanted.map(async ([name, filter]) => {
      const query = new URLSearchParams({ query: `{service_name=~".+"} ${filter}`, since: '15m', limit: '1' });
      const { data } = await askJson<{ data: { result: unknown[] } }>(
        `${at.LOKI_URL}/loki/api/v1/query_range?${query}`,
      );
      return data.result.length > 0 ? [`${name} in logs of the last 15 minutes`] : [];
    }),
  );
  return found.flat();
}
