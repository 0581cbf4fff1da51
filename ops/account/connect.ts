import { existsSync } from 'node:fs';
import { connect } from '#platform/database/connect.ts';
import { initModels, User } from '../../services/users/models.ts';
import { ExpectedError } from '../cli/command.ts';
import { databaseUrl } from '../stack/database-url.ts';
import { stackPathsAt } from '../stack/paths.ts';
import { readSecrets } from '../stack/secrets.ts';

/**
 * Connects the models of user-service to DATABASE_URL, or to the database of the local stack with this port offset.
 * @throws {ExpectedError} if the database does not respond or user-service has never started with it
 */
export async function connectToUsers(portOffset: number): Promise<void> {
  initModels(connect(process.env['DATABASE_URL'] || localUrl(portOffset), 'account', { poolMax: 2 }));
  await User.count().catch((cause: unknown) => {
    throw new ExpectedError('the database of user-service does not respond, or user-service has not started yet', {
      cause,
    });
  });
}

function localUrl(portOffset: number): string {
  const paths = stackPathsAt(portOffset);
  if (!existsSync(paths.secrets))
    throw new ExpectedError('no stack is here: start one with npm start, or set DATABASE_URL');
  return databaseUrl(paths, readSecrets(paths.secrets), 'users');
}
