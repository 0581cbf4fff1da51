import fc from 'fast-check';
import { hostileText, octets } from '../hostile-text.ts';
import type { Material } from './described-request.ts';
import type { Exchange } from './exchange.ts';
import type { Server } from './servers.ts';

const often = <T>(usual: fc.Arbitrary<T>, rare: fc.Arbitrary<T>, weight = 6): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: rare });

const methods = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'CONNECT',
  'PROPFIND',
  'M-SEARCH',
  'PRI',
  'get',
  'G\0T',
];
const versions = ['HTTP/1.0', 'HTTP/2.0', 'HTTP/0.9', 'HTTP/9.9', 'HTTP', 'ICE/1.0', ''];
const hosts = ['x:abc', 'x:', ':', '', '[::1', '[::1]:99999', 'a b', 'a,b', 'user@host:1', '127.0.0.1:65536', '\xff'];

const names = [
  ...[
    'Accept',
    'Accept-Encoding',
    'Accept-Language',
    'Authorization',
    'Cookie',
    'Content-Encoding',
    'Content-Type',
    'Expect',
  ],
  ...[
    'Idempotency-Key',
    'If-Modified-Since',
    'If-None-Match',
    'Last-Event-ID',
    'Origin',
    'Range',
    'Referer',
    'Sec-Fetch-Site',
  ],
  ...[
    'Transfer-Encoding',
    'Content-Length',
    'Upgrade',
    'Connection',
    'TE',
    'Trailer',
    'X-Forwarded-For',
    'X-Forwarded-Proto',
  ],
  ...[
    'traceparent',
    'tracestate',
    'baggage',
    'User-Agent',
    'Via',
    'X-HTTP-Method-Override',
    '__proto__',
    'constructor',
  ],
] as const;

const values = [
  ...[
    'text/html',
    'application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=a',
    'gzip',
    'br',
  ],
  ...[
    'gzip, gzip',
    'chunked',
    'chunked, chunked',
    'identity',
    '100-continue',
    'websocket',
    'h2c',
    'Upgrade',
    'close',
    'bytes=9-1',
  ],
  ...[
    '00-11111111111111111111111111111111-2222222222222222-01',
    '00-zz',
    'session=%E0%A4%A; =; ;',
    'order.id=%E0%A4%A;,=',
  ],
] as const;

const header = (authorization: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .tuple(fc.constantFrom(...names), fc.oneof(fc.constantFrom(...values), hostileText))
        .map((pair) => pair.join(': ')),
    },
    { weight: 2, arbitrary: fc.constantFrom(...authorization).map((token) => `Authorization: ${token}`) },
    { weight: 1, arbitrary: octets(40) },
    { weight: 1, arbitrary: fc.constant('X-Many: a\r\n'.repeat(500).trimEnd()) },
  );

function target(path: string): fc.Arbitrary<string> {
  const filled = often(fc.constant('a'), hostileText).map((id) => path.replace('{id}', id));
  const withQuery = fc.tuple(filled, hostileText, hostileText).map(([one, name, value]) => `${one}?${name}=${value}`);
  const absolute = fc
    .constantFrom('http://elsewhere', 'http://x:abc', 'ftp://', 'http://[')
    .map((origin) => `${origin}${path}`);
  return fc.oneof({ weight: 4, arbitrary: filled }, { weight: 2, arbitrary: withQuery }, absolute, hostileText);
}

function request(routes: readonly string[], { tokens }: Material): fc.Arbitrary<string> {
  return fc.constantFrom(...routes).chain((route) => {
    const [method = '', path = ''] = route.split(' ');
    return fc
      .record({
        method: often(fc.constant(method), fc.oneof(fc.constantFrom(...methods), hostileText)),
        target: target(path),
        version: often(fc.constant('HTTP/1.1'), fc.constantFrom(...versions), 12),
        host: often(fc.constant('127.0.0.1'), fc.constantFrom(...hosts)),
        headers: fc.array(header(tokens), { maxLength: 5 }),
        body: often(
          fc.constant(''),
          fc.oneof(
            octets(200),
            fc.json().map((text) => Buffer.from(text).toString('latin1')),
          ),
          2,
        ),
        length: often(fc.constant(undefined), fc.constantFrom('0', '1', '99999', '-1', '1e3', 'a', '1, 1')),
        newline: often(fc.constant('\r\n'), fc.constantFrom('\n', '\r'), 20),
      })
      .map(({ method, target, version, host, headers, body, length = String(body.length), newline }) =>
        [`${method} ${target} ${version}`, `Host: ${host}`, ...headers, `Content-Length: ${length}`, '', body].join(
          newline,
        ),
      );
  });
}

/** The last request on a connection. The server closes the connection after its response. */
const last = 'GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n';

interface Damage {
  /** The place, as a share of the length. */
  at: number;
  removed: number;
  inserted: string;
}

const damage: fc.Arbitrary<Damage> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.nat(8),
  inserted: octets(8),
});

const damaged = (text: string, { at, removed, inserted }: Damage): string => {
  const place = Math.floor(at * text.length);
  return `${text.slice(0, place)}${inserted}${text.slice(place + removed)}`;
};

/** Returns a generator of connections with any bytes: malformed, pipelined, huge, slow and unfinished requests. */
export const rawExchange = (servers: readonly Server[], material: Material): fc.Arbitrary<Exchange> =>
  fc.constantFrom(...servers).chain(({ port, routes }) =>
    fc
      .record({
        requests: fc.array(request(routes, material), { minLength: 1, maxLength: 4 }),
        damages: often(fc.constant<Damage[]>([]), fc.array(damage, { maxLength: 3 }), 3),
        finished: often(fc.constant(true), fc.constant(false), 20),
        cuts: often(
          fc.constant<number[]>([]),
          fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 }),
          8,
        ),
      })
      .map(({ requests, damages, finished, cuts }) => {
        const text = damages.reduce(damaged, requests.join('')) + (finished ? last : '');
        return { port, parts: cut(text, cuts), closes: false };
      }),
  );

function cut(text: string, cuts: readonly number[]): string[] {
  const places = [0, ...cuts.map((at) => Math.floor(at * text.length)).toSorted((a, b) => a - b), text.length];
  return places.slice(1).map((end, n) => text.slice(places[n], end));
}
