import kafkajs, { type AclEntry, type Admin } from 'kafkajs';
import { type Broker, withAdmin } from '../broker.ts';
import { type Access, deriveAccess, type Operation } from './derive.ts';
import { principals } from './principals.ts';

// Node does not find these names among the exports of a CommonJS module.
const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;

const operations: Readonly<Record<Operation, kafkajs.AclOperationTypes>> = {
  read: AclOperationTypes.READ,
  write: AclOperationTypes.WRITE,
  describe: AclOperationTypes.DESCRIBE,
  delete: AclOperationTypes.DELETE,
};

/** Gives every user exactly the derived rights: creates the ACLs that are missing, and deletes all others of these users. */
export async function applyAccess(broker: Broker, access: readonly Access[] = deriveAccess()): Promise<void> {
  const wanted = new Map(access.map((one) => aclOf(one, broker)).map((acl) => [keyOf(acl), acl]));
  await withAdmin(broker, async (admin) => {
    const existing = new Map((await listAcls(admin, broker)).map((acl) => [keyOf(acl), acl]));
    const missing = [...wanted].filter(([key]) => !existing.has(key)).map(([, acl]) => acl);
    const surplus = [...existing].filter(([key]) => !wanted.has(key)).map(([, acl]) => acl);
    if (missing.length > 0) await admin.createAcls({ acl: missing });
    if (surplus.length > 0) await admin.deleteAcls({ filters: surplus });
  });
}

/** Returns the ACLs of our users for the topics and groups of this broker's prefix. */
async function listAcls(admin: Admin, { fullName }: Broker): Promise<AclEntry[]> {
  const { resources } = await admin.describeAcls({
    resourceType: AclResourceTypes.ANY,
    resourcePatternType: ResourcePatternTypes.ANY,
    operation: AclOperationTypes.ANY,
    permissionType: AclPermissionTypes.ANY,
  });
  const ours = new Set(principals.map(userOf));
  return resources
    .flatMap(({ acls, ...resource }) => acls.map((acl) => ({ ...resource, ...acl })))
    .filter(({ principal, resourceName }) => ours.has(principal) && resourceName.startsWith(fullName('')));
}

const userOf = (name: string): string => `User:${name}`;

function aclOf({ principal, operation, resource, name, prefixed }: Access, { fullName }: Broker): AclEntry {
  return {
    resourceType: resource === 'topic' ? AclResourceTypes.TOPIC : AclResourceTypes.GROUP,
    // Kafka's own topics have no prefix.
    resourceName: name.startsWith('__') ? name : fullName(name),
    resourcePatternType: prefixed ? ResourcePatternTypes.PREFIXED : ResourcePatternTypes.LITERAL,
    principal: userOf(principal),
    host: '*',
    operation: operations[operation],
    permissionType: AclPermissionTypes.ALLOW,
  };
}

const keyOf = (acl: AclEntry): string =>
  [
    acl.resourceType,
    acl.resourceName,
    acl.resourcePatternType,
    acl.principal,
    acl.host,
    acl.operation,
    acl.permissionType,
  ].join(' ');
