import { context, metrics } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { isStopping } from './stop.ts';

/** Something that the process needs in order to work. `check` rejects while it is unavailable. */
export interface Dependency {
  name: string;
  check: () => Promise<void>;
}

const timeoutMs = 2_000;

/** Checks a dependency. Returns why it is unavailable, or undefined if it is available. Times out after 2 s. */
export async function findError({ check }: Dependency): Promise<Error | undefined> {
  const { promise: timeout, resolve } = Promise.withResolvers<Error>();
  const timer = setTimeout(() => resolve(new Error(`no response within ${timeoutMs} ms`)), timeoutMs);
  const result = Promise.try(check).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  );
  return Promise.race([result, timeout]).finally(() => clearTimeout(timer));
}

/** Reports with each export of metrics which dependencies are available. Reports nothing while the process stops. */
export function measureDependencies(dependencies: readonly Dependency[]): void {
  metrics
    .getMeter('orderflow')
    .createObservableGauge('orderflow.dependency.up', { description: '1 if a dependency is available, else 0' })
    .addCallback(async (result) => {
      if (isStopping()) return;
      const errors = await context.with(suppressTracing(context.active()), () =>
        Promise.all(dependencies.map(findError)),
      );
      for (const [n, { name }] of dependencies.entries()) {
        result.observe(errors[n] === undefined ? 1 : 0, { dependency: name });
      }
    });
}
