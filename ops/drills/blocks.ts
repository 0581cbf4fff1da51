/** The ways of running the stack that a block of commands may be for. */
export type Way = 'local' | 'containers';
/** What a drill does with a block: it injects its fault, or heals it. */
export type Role = 'fault' | 'heal';

export interface Block {
  language: string;
  /** Of any way where there is none. */
  way: Way | undefined;
  role: Role | undefined;
  /** Words after the language that mean nothing. */
  unknown: readonly string[];
  code: string;
}

/** The fenced blocks of a page. What follows the language says what a block is for: `sh local fault`. */
export function blocks(text: string): Block[] {
  return [...text.matchAll(/^ *```(\w*)((?: \w+)*)\n(.*?)^ *```$/gms)].map(
    ([, language = '', rest = '', code = '']) => {
      const words = rest.split(' ').filter(Boolean);
      const way = (['local', 'containers'] as const).find((known) => words.includes(known));
      const role = (['fault', 'heal'] as const).find((known) => words.includes(known));
      return { language, way, role, unknown: words.filter((word) => word !== way && word !== role), code };
    },
  );
}

/** The commands that inject or heal the fault of a runbook's drill, in their order. */
export const commandsOf = (text: string, way: Way, role: Role): string[] =>
  blocks(text).flatMap((block) =>
    block.role === role && (block.way === undefined || block.way === way) ? block.code : [],
  );

/** The text under a heading of the second level. */
export function section(text: string, heading: string): string {
  const [, found = ''] =
    new RegExp(`^## ${heading.replaceAll('?', '\\?')}\n(.*?)(?=^## |(?![^]))`, 'ms').exec(text) ?? [];
  return found;
}
