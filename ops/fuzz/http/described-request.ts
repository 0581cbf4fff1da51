import fc from 'fast-check';
import { hostileText } from '../hostile-text.ts';
import type { Operation, Parameter } from './description.ts';
import { jsonFor, type KnownValues } from './json.ts';

/** A well-formed request to an operation of the API. Its values may be invalid. */
export interface DescribedRequest {
  operation: Operation;
  text: string;
}

/** The values that requests are generated from, besides openapi.json. */
export interface Material {
  /** The values of the header `authorization`. */
  tokens: readonly string[];
  known: KnownValues;
}

const contentTypes = ['application/json; charset=utf-8', 'application/json; charset=utf-16', 'text/json', 'a', ''];

/** Returns a generator of requests to the operations of the API. */
export const describedRequest = (
  operations: readonly Operation[],
  material: Material,
): fc.Arbitrary<DescribedRequest> => fc.oneof(...operations.map((operation) => requestTo(operation, material)));

function requestTo(operation: Operation, { tokens, known }: Material): fc.Arbitrary<DescribedRequest> {
  const { method, path, parameters, body } = operation;
  const values = (where: Parameter['in']) => {
    const here = parameters.filter((one) => one.in === where);
    const requiredKeys = here.filter(({ required }) => required).map(({ name }) => name);
    return fc.record(Object.fromEntries(here.map((one) => [one.name, valueFor(one, known)])), {
      requiredKeys,
    }) as fc.Arbitrary<Record<string, string>>;
  };
  return fc
    .record({
      path: values('path'),
      query: values('query'),
      headers: values('header'),
      authorization: fc.option(
        fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...tokens) }, { weight: 1, arbitrary: hostileText }),
      ),
      type: fc.oneof(
        { weight: 9, arbitrary: fc.constant('application/json') },
        { weight: 1, arbitrary: fc.constantFrom(...contentTypes) },
      ),
      content: body === undefined ? fc.constant('') : bodyFor(jsonFor(body, known)),
    })
    .map(({ path: inPath, query, headers, authorization, type, content }) => {
      const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encode(inPath[name] || 'a'));
      const search = Object.entries(query).map(([name, value]) => `${name}=${encode(value)}`);
      const lines = [
        `${method} ${[filled, ...(search.length > 0 ? [search.join('&')] : [])].join('?')} HTTP/1.1`,
        'Host: 127.0.0.1',
        'Connection: close',
        ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
        ...(authorization === null ? [] : [`Authorization: ${authorization}`]),
        ...(content === '' ? [] : [`Content-Type: ${type}`]),
        `Content-Length: ${content.length}`,
      ];
      return { operation, text: `${lines.join('\r\n')}\r\n\r\n${content}` };
    });
}

function valueFor({ name, schema }: Parameter, known: KnownValues): fc.Arbitrary<string> {
  const usual = jsonFor(schema, known, name)
    .map(String)
    .filter((text) => /^[\x20-\x7e]*$/.test(text));
  const short = hostileText.map((text) => text.slice(0, 300));
  return fc.oneof({ weight: 3, arbitrary: usual }, { weight: 1, arbitrary: short });
}

/** Returns a generator of bodies: mostly JSON, sometimes other bytes. */
const bodyFor = (value: fc.Arbitrary<unknown>): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 9, arbitrary: value.map((one) => Buffer.from(JSON.stringify(one)).toString('latin1')) },
    { weight: 1, arbitrary: fc.oneof(hostileText, fc.constant('['.repeat(8_000))) },
  );

/** Encodes each character as one byte, so that any byte arrives. */
const encode = (text: string): string =>
  [...Buffer.from(text, 'latin1')]
    .map((byte) =>
      /[\w.~-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, '0')}`,
    )
    .join('');
