import { z } from 'zod';

/** A function that makes the schema of an object: one that ignores unknown fields, or one that refuses them. */
type ObjectSchema = typeof z.object;

/** The schemas of one version of an event's data. */
interface Version {
  /** Ignores unknown fields, because a newer version may have written them. */
  readable: z.ZodType;
  /** Refuses unknown fields. */
  writable: z.ZodType;
  /** Turns valid data of the version before into data of this version. */
  upcast(older: unknown): unknown;
}

/**
 * All versions of an event's data, oldest first. Code works with the newest version only. A newer version may only add
 * fields (see schemas/README.md), so data of an older version is what remains of the newest without them.
 */
export class Versions<Data> {
  /** The type of the newest version's data; it has no value. */
  declare readonly data: Data;
  readonly #versions: readonly Version[];

  constructor(versions: readonly Version[]) {
    this.#versions = versions;
  }

  /** The number of the newest version. Versions are counted from 1. */
  get newest(): number {
    return this.#versions.length;
  }

  /** The numbers of all versions, oldest first. */
  get numbers(): number[] {
    return this.#versions.map((_, index) => index + 1);
  }

  /**
   * Adds a version.
   * @param define makes the schema, which must be made of the given object function at every level
   * @param upcast fills in the fields that the version before does not have
   */
  next<S extends z.ZodType>(
    define: (object: ObjectSchema) => S,
    upcast: (older: Data) => z.infer<S>,
  ): Versions<z.infer<S>> {
    return new Versions([...this.#versions, createVersion(define, upcast as Version['upcast'])]);
  }

  /** Validates data of a version, and turns it into data of the newest version. Ignores unknown fields. */
  read(value: unknown, version: number): z.ZodSafeParseResult<Data> {
    const [first, ...newer] = this.#versions.slice(version - 1);
    if (first === undefined) throw new Error(`there is no version ${version}`);
    const parsed = first.readable.safeParse(value);
    if (!parsed.success) return parsed as z.ZodSafeParseError<Data>;
    return { success: true, data: newer.reduce((data, { upcast }) => upcast(data), parsed.data) as Data };
  }

  /**
   * Checks data before it is written.
   * @throws {z.ZodError} if it is not valid data of the newest version, or has unknown fields
   */
  check(data: Data): void {
    this.#version(this.newest).writable.parse(data);
  }

  /** Returns valid data of the newest version in the form of an older version, without the fields that it lacks. */
  write(data: Data, version: number): unknown {
    return version === this.newest ? data : this.#version(version).readable.parse(data);
  }

  /** Returns the JSON Schema of a version, as readers use it: it allows unknown fields. */
  jsonSchema(version: number): z.core.JSONSchema.BaseSchema {
    return z.toJSONSchema(this.#version(version).readable, { io: 'input' });
  }

  #version(version: number): Version {
    const found = this.#versions[version - 1];
    if (found === undefined) throw new Error(`there is no version ${version}`);
    return found;
  }
}

/** Returns the first version of an event's data. The schema must be made of the given object function at every level. */
export function firstVersion<S extends z.ZodType>(define: (object: ObjectSchema) => S): Versions<z.infer<S>> {
  return new Versions<z.infer<S>>([createVersion(define, (data) => data)]);
}

function createVersion(define: (object: ObjectSchema) => z.ZodType, upcast: Version['upcast']): Version {
  return { readable: define(z.object), writable: define(z.strictObject as ObjectSchema), upcast };
}
