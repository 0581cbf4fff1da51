/** Actions on a component of a running stack. The supervisor has a method for each action. */
export const actions = ['stop', 'start', 'restart', 'kill', 'freeze', 'thaw'] as const;
export type Action = (typeof actions)[number];

export const isAction = (word: string | undefined): word is Action => actions.some((action) => action === word);
