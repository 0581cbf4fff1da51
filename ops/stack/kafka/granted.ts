import {
  Connection,
  DescribeClusterEndpointTypes,
  describeClusterV1,
  describeGroupsV5,
  metadataV12,
  SASLMechanisms,
} from '@platformatic/kafka';

/** The operations that Kafka numbers, beginning with 3. */
const operations = [
  'read',
  'write',
  'create',
  'delete',
  'alter',
  'describe',
  'cluster action',
  'describe configs',
  'alter configs',
  'idempotent write',
] as const;
const firstOperation = 3;

/**
 * Asks a broker what a user may do, as its authorizer decides. Returns rights such as `read topic orders`.
 * @param groups the consumer groups to ask for; the broker tells the topics itself
 */
export async function grantedTo(
  address: string,
  user: { username: string; password: string },
  groups: readonly string[],
): Promise<Set<string>> {
  const { hostname, port } = new URL(`kafka://${address}`);
  const connection = new Connection('access', { sasl: { mechanism: SASLMechanisms.SCRAM_SHA_512, ...user } });
  await connection.connect(hostname, Number(port));
  try {
    const { topics } = await metadataV12.api.async(connection, null, false, true);
    const cluster = await describeClusterV1.api.async(connection, true, DescribeClusterEndpointTypes.BROKERS);
    const described = await Promise.all(groups.map((group) => operationsOnGroup(connection, group)));
    return new Set([
      ...topics.flatMap((topic) => rightsIn(topic.topicAuthorizedOperations, `topic ${topic.name}`)),
      ...rightsIn(cluster.clusterAuthorizedOperations, 'cluster'),
      ...described.flatMap((bits, n) => rightsIn(bits, `group ${groups[n]}`)),
    ]);
  } finally {
    await connection.close();
  }
}

/** Returns the operations as bits; none if the user may not even describe the group. */
async function operationsOnGroup(connection: Connection, group: string): Promise<number> {
  try {
    const { groups } = await describeGroupsV5.api.async(connection, [group], true);
    return groups[0]?.authorizedOperations ?? 0;
  } catch (error) {
    if (error instanceof Error && JSON.stringify(error).includes('GROUP_AUTHORIZATION_FAILED')) return 0;
    throw error;
  }
}

const rightsIn = (bits: number, resource: string): string[] =>
  operations
    .filter((_, n) => (bits & (1 << (n + firstOperation))) !== 0)
    .map((operation) => `${operation} ${resource}`);
