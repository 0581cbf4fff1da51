import kafkajs from 'kafkajs';
import { type Broker, withAdmin } from '../broker.ts';
import { topics } from '../topics.ts';

// Node does not find these names among the exports of a CommonJS module.
const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;

/**
 * Allows a user of another team to read the topics of events, in the consumer group that has the name of the user. The
 * setup of Kafka keeps these rights, because it knows only the users of Orderflow's own processes.
 */
export async function allowReading(broker: Broker, user: string): Promise<void> {
  const right = {
    resourcePatternType: ResourcePatternTypes.LITERAL,
    principal: `User:${user}`,
    host: '*',
    operation: AclOperationTypes.READ,
    permissionType: AclPermissionTypes.ALLOW,
  };
  await withAdmin(broker, (admin) =>
    admin.createAcls({
      acl: [
        ...topics.map((topic) => ({
          ...right,
          resourceType: AclResourceTypes.TOPIC,
          resourceName: broker.fullName(topic),
        })),
        { ...right, resourceType: AclResourceTypes.GROUP, resourceName: broker.fullName(user) },
      ],
    }),
  );
}
