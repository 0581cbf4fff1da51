import assert from 'node:assert/strict';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { environment } from './environment.ts';

interface DescribedAnswer {
  headers: Record<string, { required: boolean }>;
  content?: Record<string, object>;
}

interface Description {
  paths: Record<string, Record<string, { responses: Record<string, DescribedAnswer> }>>;
}

const description = (await (await fetch(new URL('/openapi.json', environment.frontendUrl))).json()) as Description;
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(description, 'openapi.json');

/** The name of an API call, as method and path template: `POST /api/orders`. */
export type Call = `${'GET' | 'POST' | 'PUT' | 'DELETE'} /${string}`;

/** Asserts that openapi.json describes a response: its status, headers, media type and body. Returns the body. */
export async function described(call: Call, response: Response): Promise<Record<string, unknown>> {
  const [method = '', path = ''] = call.split(' ');
  const answer = description.paths[path]?.[method.toLowerCase()]?.responses[response.status];
  assert.ok(answer !== undefined, `${call} is described with ${response.status}: ${await response.clone().text()}`);
  for (const [name, { required }] of Object.entries(answer.headers)) {
    assert.ok(!required || response.headers.has(name), `${call} is described with ${response.status} and ${name}`);
  }
  if (answer.content === undefined) {
    assert.equal(await response.text(), '');
    return {};
  }
  const [type = ''] = (response.headers.get('content-type') ?? '').split(';');
  assert.ok(Object.hasOwn(answer.content, type), `${call} is described with ${response.status} as ${type}`);
  const steps = ['paths', path, method.toLowerCase(), 'responses', String(response.status), 'content', type];
  const pointer = steps.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
  if (type === 'text/event-stream') return { text: describedEvents(call, pointer, await response.text()) };
  const body = type.endsWith('json') ? ((await response.json()) as Record<string, unknown>) : await response.text();
  const valid = ajv.validate({ $ref: `openapi.json#/${pointer}/schema` }, body);
  assert.ok(valid, `${call} ${response.status}: ${ajv.errorsText()} in ${JSON.stringify(body)}`);
  return typeof body === 'string' ? { text: body } : body;
}

/** Asserts that openapi.json describes every event of a stream, and the data in it. */
function describedEvents(call: Call, pointer: string, stream: string): string {
  const validate = (path: string, value: unknown) => {
    const valid = ajv.validate({ $ref: `openapi.json#/${pointer}/itemSchema${path}` }, value);
    assert.ok(valid, `${call}: ${ajv.errorsText()} in ${JSON.stringify(value)}`);
  };
  for (const block of stream.split('\n\n')) {
    const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s, 2)));
    // A block without data is no event (HTML Standard, section 9.2.6).
    if (fields['data'] === undefined) continue;
    validate('', fields);
    validate('/properties/data/contentSchema', JSON.parse(fields['data']));
  }
  return stream;
}
