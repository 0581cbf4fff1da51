import type { Migration } from '#platform/database/migrate.ts';
import { addFingerprint } from '#platform/database/processed-messages.ts';

export const up: Migration = ({ context: { execute } }) => execute(addFingerprint);
