import { type Access, deriveAccess } from '#events/access/derive.ts';
import { principals } from '#events/access/principals.ts';
import { readPassword } from './credentials.ts';
import { grantedTo } from './granted.ts';

/**
 * Compares what Kafka lets each user do with what is derived. Returns a line for each difference, such as
 * `user-service may read topic orders, which is not derived`.
 * @param address `host:port` of a broker
 * @param folder the folder with the passwords
 */
export async function compareAccess(address: string, folder: string): Promise<string[]> {
  const derived = deriveAccess();
  const groups = [
    ...new Set(derived.filter(({ resource }) => resource === 'group').map(sampleOf)),
    'group-of-a-stranger',
  ];
  const differences = await Promise.all(
    principals.map(async (user) => {
      const granted = await grantedTo(address, { username: user, password: readPassword(folder, user) }, groups);
      const expected = rightsOf(derived.filter(({ principal }) => principal === user));
      return [
        ...[...granted.difference(expected)].map((right) => `${user} may ${right}, which is not derived`),
        ...[...expected.difference(granted)].map((right) => `${user} may not ${right}, which is derived`),
      ];
    }),
  );
  return differences.flat();
}

function rightsOf(access: readonly Access[]): Set<string> {
  return new Set(
    access.flatMap((one) =>
      [one.operation, 'describe'].map((operation) => `${operation} ${one.resource} ${sampleOf(one)}`),
    ),
  );
}

/** Returns the name of a resource that the right applies to. */
const sampleOf = ({ name, prefixed }: Access): string => (prefixed ? `${name}sample` : name);
