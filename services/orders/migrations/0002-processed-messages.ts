import type { Migration } from '#platform/database/migrate.ts';
import { processedMessages } from '#platform/database/processed-messages.ts';

export const up: Migration = ({ context: { execute } }) => execute(processedMessages);
