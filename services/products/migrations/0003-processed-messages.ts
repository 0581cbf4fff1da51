import type { Migration } from '#database/migrate.ts';
import { processedMessages } from '#database/processed-messages.ts';

export const up: Migration = ({ context: { execute } }) => execute(processedMessages);
