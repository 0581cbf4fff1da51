import type { Migration } from '#platform/database/migrate.ts';
import { processedMessagesTable } from '#platform/database/processed-messages.ts';

export const up: Migration = ({ context: { execute } }) => execute(processedMessagesTable);
