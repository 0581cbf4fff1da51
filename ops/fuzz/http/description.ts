import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { askJson } from '../../clients/http.ts';
import type { Answer } from './answer.ts';
import type { Schema } from './json.ts';

/** A parameter of an operation. */
export interface Parameter {
  in: 'path' | 'query' | 'header';
  name: string;
  required: boolean;
  schema: Schema;
}

interface DescribedAnswer {
  headers: Readonly<Record<string, { required: boolean }>>;
  content?: Readonly<Record<string, object>>;
}

interface DescribedOperation {
  parameters: readonly Parameter[];
  requestBody?: { content: { 'application/json': { schema: Schema } } };
  responses: Readonly<Record<string, DescribedAnswer>>;
}

/** A call of the public API. */
export interface Operation {
  /** The method in upper case. */
  method: string;
  /** The path with the names of parameters in braces: `/api/orders/{id}`. */
  path: string;
  parameters: readonly Parameter[];
  body: Schema | undefined;
}

type Paths = Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;

/** The description of the public API, openapi.json. */
export class ApiDescription {
  readonly operations: readonly Operation[];
  readonly #paths: Paths;
  readonly #ajv = new Ajv2020({ strict: false });

  private constructor(description: { paths: Paths }) {
    this.#paths = description.paths;
    addFormats.default(this.#ajv);
    this.#ajv.addSchema(description, 'openapi.json');
    this.operations = Object.entries(description.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { parameters, requestBody }]) => ({
        method: method.toUpperCase(),
        path,
        parameters,
        body: requestBody?.content['application/json'].schema,
      })),
    );
  }

  /** Reads the description from the frontend. */
  static async read(frontend: string): Promise<ApiDescription> {
    return new ApiDescription(await askJson<{ paths: Paths }>(`${frontend}/openapi.json`));
  }

  /** Returns what a response has that the description of the operation does not allow. */
  problemsOf({ method, path }: Operation, { status, headers, body }: Answer): string[] {
    const described = this.#paths[path]?.[method.toLowerCase()]?.responses[status];
    if (described === undefined) return ['openapi.json does not describe this status'];
    const lacking = Object.entries(described.headers)
      .filter(([name, { required }]) => required && !headers.has(name.toLowerCase()))
      .map(([name]) => `the header ${name} is missing`);
    if (described.content === undefined) return body === '' ? lacking : [...lacking, 'it must have no body'];
    const type = headers.get('content-type')?.split(';')[0] ?? '';
    if (!Object.hasOwn(described.content, type))
      return [...lacking, `openapi.json does not describe the type '${type}'`];
    if (!type.endsWith('json')) return lacking;
    const steps = ['paths', path, method.toLowerCase(), 'responses', String(status), 'content', type, 'schema'];
    const pointer = steps.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
    const valid = this.#ajv.validate({ $ref: `openapi.json#/${pointer}` }, JSON.parse(body));
    return valid ? lacking : [...lacking, `the body is not as described: ${this.#ajv.errorsText()}`];
  }
}
