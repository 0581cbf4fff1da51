import assert from 'node:assert/strict';
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { sendRaw } from '#platform/http/http.testkit.ts';
import { logsOf, spansOf } from './support/back-ends.ts';
import { signUp } from './support/customer.ts';
import { dlq, letters, sendUnreadable } from './support/dlq.ts';
import { environment } from './support/environment.ts';
import { until } from './support/until.ts';

/** Every secret that was sent, with the input that it was sent by. */
const sent = new Map<string, string>();

/** The order ids of the messages that became dead letters. */
const unreadable: string[] = [];

/** Creates texts that each contain another secret. */
function secrets(input: string): string[] {
  const mark = (kind: string) => {
    const value = `q${randomBytes(6).toString('hex')}z`;
    sent.set(value, `${input}, ${kind}`);
    return value;
  };
  const card = cardNumber();
  sent.set(card, `${input}, card number`);
  const base64 = (text: string) => Buffer.from(text).toString('base64url');
  const jwt = mark('JSON Web Token');
  return [
    ...['password', 'pass', 'pwd', 'token', 'session', 'secret', 'api_key'].map((name) => `${name}=${mark(name)}`),
    `{"password": "three words ${mark('quoted password')}"}`,
    `password%3D${mark('encoded password')}`,
    `password%253D${mark('password, encoded twice')}`,
    `Bearer ${mark('bearer token')}`,
    `eyJhbGciOiJFZERTQSJ9.${base64(jwt)}.${jwt}`,
    `${mark('e-mail address')}@example.com`,
    `${mark('encoded e-mail address')}%40example.com`,
    `mysql://user:${mark('password in a URL')}@db/x`,
    `paid with ${card.replaceAll(/(\d{4})(?=\d)/g, '$1 ')}`,
  ];
}

/** Returns a random card number that passes Luhn's check. */
function cardNumber(): string {
  const digits = `4${Array.from({ length: 14 }, () => randomInt(10)).join('')}`;
  const sum = [...digits].reduce((total, digit, n) => {
    const value = Number(digit) * (n % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

/** Returns a secret as it may appear in a store. Letters and digits look the same in every encoding of URLs, JSON and HTML. */
function forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  // The parts of the base64 text that do not depend on the neighbors of the secret.
  const base64 = [0, 1, 2].map((offset) => {
    const whole = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    return whole.slice(Math.ceil((offset * 4) / 3), Math.floor(((offset + bytes.length) * 4) / 3)).replaceAll('=', '');
  });
  const spaced = /^\d+$/.test(secret)
    ? [' ', '-', '+', '%20', '%2520', '\\u0020', '&#32;'].map((blank) =>
        secret.replaceAll(/(\d{4})(?=\d)/g, `$1${blank}`),
      )
    : [];
  return [
    secret,
    secret.toUpperCase(),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    ...base64,
    ...spaced,
  ];
}

const shop = (path: string, options: Parameters<typeof sendRaw>[2] = {}) =>
  sendRaw(environment.frontendUrl, path, options);

/** Sends each text in a request of its own. An answer is enough: most of the requests are wrong. */
const each = (input: string, send: (text: string) => Promise<unknown>) =>
  Promise.all(secrets(input).map((text) => send(text)));

/** Encodes what a header, or a part of a path, may not contain. */
const visible = (text: string) => text.replaceAll(/[^!-~]/g, encodeURIComponent);

const json = { 'content-type': 'application/json' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const now = () => `${Date.now()}000000`;

function span(text: string) {
  const attributes = [attribute('note', text), attribute('url.path', text)];
  const ids = { traceId: randomBytes(16).toString('hex'), spanId: randomBytes(8).toString('hex') };
  const times = { startTimeUnixNano: now(), endTimeUnixNano: now() };
  const events = [{ timeUnixNano: now(), name: text, attributes }];
  return { ...ids, ...times, name: text, kind: 1, status: { code: 2, message: text }, attributes, events };
}

const otlp = (signal: string, body: object) =>
  fetch(new URL(`/v1/${signal}`, environment.collectorUrl), {
    method: 'POST',
    headers: json,
    body: JSON.stringify(body),
  });

/** Sends secrets by every input of the system. */
async function sendEverywhere(): Promise<void> {
  const customer = await signUp();
  const { authorization } = customer;
  const headers = [
    'authorization',
    'cookie',
    'user-agent',
    'referer',
    'origin',
    'accept',
    'accept-language',
    'baggage',
  ].concat([
    'tracestate',
    'traceparent',
    'x-forwarded-for',
    'forwarded',
    'x-api-key',
    'idempotency-key',
    'last-event-id',
  ]);
  for (const header of headers) {
    await each(`header ${header}`, (text) => shop('/api/orders', { headers: { authorization, [header]: text } }));
  }
  for (const path of ['/api/products', '/', '/products', '/login']) {
    await each(`query of ${path}`, (text) => shop(`${path}?note=${encodeURIComponent(text)}`));
    await each(`raw query of ${path}`, (text) => shop(`${path}?${visible(text)}`));
  }
  for (const path of ['/api/orders/', '/api/products/', '/orders/', '/assets/', '/']) {
    await each(`path below ${path}`, (text) => shop(path + encodeURIComponent(text), { headers: { authorization } }));
  }
  for (const path of ['/api/users', '/api/sessions', '/api/orders', '/telemetry']) {
    const post = (body: string) =>
      shop(path, { method: 'POST', body, headers: { ...json, authorization, 'idempotency-key': randomUUID() } });
    await each(`broken JSON for ${path}`, (text) => post(`{"note":"${text}`));
    await each(`fields of ${path}`, (text) =>
      post(JSON.stringify({ username: 'nobody', password: text, [text]: text })),
    );
    await each(`user name for ${path}`, (text) => post(JSON.stringify({ username: text, password: text })));
  }
  for (const path of ['/login', '/register', '/cart', '/checkout']) {
    await each(`form ${path}`, (text) =>
      shop(path, {
        method: 'POST',
        body: new URLSearchParams({ username: text, password: text }).toString(),
        headers: form,
      }),
    );
  }
  for (const cookie of ['session', 'cart', 'language', 'other']) {
    await each(`cookie ${cookie}`, (text) => shop('/cart', { headers: { cookie: `${cookie}=${text}` } }));
  }
  await each('spans', (text) =>
    otlp('traces', {
      resourceSpans: [{ resource: { attributes: [attribute('note', text)] }, scopeSpans: [{ spans: [span(text)] }] }],
    }),
  );
  await each('log records', (text) => {
    const record = { timeUnixNano: now(), severityText: 'info', body: { stringValue: text } };
    const logRecords = [{ ...record, attributes: [attribute('note', text), attribute('password', text)] }];
    const resource = { attributes: [attribute('service.name', 'careless')] };
    return otlp('logs', { resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] });
  });
  await each('metrics', (text) => {
    const dataPoints = [{ asInt: 1, timeUnixNano: now(), attributes: [attribute('note', text)] }];
    return otlp('metrics', {
      resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: 'careless', gauge: { dataPoints } }] }] }],
    });
  });
  await each('notifications', (text) => {
    const alert = { status: 'firing', labels: { alertname: text }, annotations: { summary: text, description: text } };
    const at = new Date().toISOString();
    const alerts = [{ ...alert, startsAt: at, endsAt: at, fingerprint: text }];
    const body = JSON.stringify({ version: '4', receiver: text, status: 'firing', alerts });
    return fetch(new URL('/api/notifications', environment.alertInboxUrl), { method: 'POST', headers: json, body });
  });
  const marked = Object.fromEntries(secrets('headers of a message').map((text, n) => [`header_${n}`, text]));
  const order = await sendUnreadable(`{"note":"${secrets('the value of a message').join(' ')}`, marked);
  const types = await sendUnreadable('{}', { ce_type: secrets('the type of a message').join(' ') });
  unreadable.push(order, types);
}

/** Returns everything that the stores and the log files contain, by the name of the store. */
async function stored(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const { data: services } = (await (await fetch(new URL('/api/services', environment.jaegerUrl))).json()) as {
    data: string[];
  };
  for (const service of services) {
    const search = new URLSearchParams({ service, lookback: '1h', limit: '1500' });
    const response = await fetch(new URL(`/api/traces?${search}`, environment.jaegerUrl));
    assert.equal(response.status, 200, `Jaeger's search of ${service}`);
    found.set(`Jaeger, ${service}`, await response.text());
  }
  const series = new URLSearchParams({ 'match[]': '{__name__=~".+"}' });
  found.set('Prometheus', await (await fetch(new URL(`/api/v1/series?${series}`, environment.prometheusUrl))).text());
  for (const file of await readdir(environment.logs)) {
    if (file.endsWith('.log')) found.set(file, await readFile(join(environment.logs, file), 'utf8'));
  }
  return found;
}

/** All forms of secrets are at least this long. */
const beginning = 12;

/** Returns the stores that contain a form of a secret. Reads each text once, because there are megabytes of text and thousands of forms. */
function findLeaks(stores: ReadonlyMap<string, string>): string[] {
  const byBeginning = Map.groupBy(
    [...sent].flatMap(([secret, input]) => forms(secret).map((form) => ({ form, input }))),
    ({ form }) => form.slice(0, beginning),
  );
  const leaks = new Set<string>();
  for (const [store, text] of stores) {
    for (let at = 0; at <= text.length - beginning; at++) {
      for (const { form, input } of byBeginning.get(text.slice(at, at + beginning)) ?? []) {
        if (text.startsWith(form, at)) leaks.add(`${store}: ${input}`);
      }
    }
  }
  return [...leaks];
}

it('the search for secrets finds each form of each secret', () => {
  for (const secret of ['q0123456789abz', cardNumber()]) {
    sent.set(secret, 'an input');
    for (const form of forms(secret)) {
      assert.ok(form.length >= beginning, form);
      assert.deepEqual(findLeaks(new Map([['a store', `"${form}"`]])), ['a store: an input'], form);
    }
    sent.delete(secret);
  }
});

/** Returns true if Jaeger has the trace of an order, and Loki the log records. */
async function hasArrived(traceId: string): Promise<boolean> {
  const spans = await spansOf(traceId);
  return spans.length > 5 && (await logsOf(`{service_name="frontend"} | trace_id=\`${traceId}\``)).length > 0;
}

describe('secrets', () => {
  it('that are sent by any input are in no store, log file or metric, in no encoding', async () => {
    await sendEverywhere();
    // A later order passes through the same queues, so the earlier telemetry has arrived before its telemetry.
    const customer = await signUp();
    const later: string[] = [];
    await until('Jaeger and Loki have a later order', async () => {
      // So many requests before it may have used up the number of traces a second.
      if (later.length < 20) {
        const { orderId, traceId } = await customer.place();
        await customer.settled(orderId);
        later.push(traceId);
      }
      for (const traceId of later) if (await hasArrived(traceId)) return true;
      return undefined;
    });
    const open = await until('both messages are dead letters', async () => {
      const found = (await letters()).filter(({ order }) => unreadable.includes(order));
      return found.length >= unreadable.length && found;
    });
    for (const { id } of open) await dlq('discard', id);
    const stores = await stored();
    const lines = [JSON.stringify(await logsOf('{service_name=~".+"} |~ `q[0-9a-f]{12}z`'))];
    for (const service of [
      'frontend',
      'user-service',
      'product-service',
      'order-service',
      'order-worker',
      'product-worker',
    ].concat(['alert-inbox', 'careless', 'kafka', 'mariadb', 'event-monitor'])) {
      lines.push(JSON.stringify(await logsOf(`{service_name="${service}"}`)));
    }
    stores.set('Loki', lines.join('\n'));
    assert.deepEqual(findLeaks(stores), []);
    assert.ok(sent.size > 500, `${sent.size} secrets`);
  });
});
