/** The maximum number of dead letters that the page lists, and that one form can replay or discard. The `dlq` command has no limit. */
export const maxLetters = 20;

export const deadLetterPath = (id: string): string => `/operations/dead-letters/${encodeURIComponent(id)}`;
