/** The ways of running the stack that a block of commands may apply to. */
export type Way = 'local' | 'containers';
/** The role of a block in a drill: it injects the fault, or heals it. */
export type Role = 'fault' | 'heal';

/** A fenced block of a page. */
export interface Block {
  language: string;
  /** Undefined for a block that applies to both ways. */
  way: Way | undefined;
  role: Role | undefined;
  /** Words after the language that have no meaning. */
  unknown: readonly string[];
  code: string;
}

/** Returns the fenced blocks of a page. The words after the language give the way and the role: `sh local fault`. */
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

/** Returns the commands that inject or heal the fault of a runbook's drill, in the order of the page. */
export const commandsOf = (text: string, way: Way, role: Role): string[] =>
  blocks(text).flatMap((block) =>
    block.role === role && (block.way === undefined || block.way === way) ? block.code : [],
  );

/** Returns the text under a heading of the second level. */
export function section(text: string, heading: string): string {
  const [, found = ''] =
    new RegExp(`^## ${heading.replaceAll('?', '\\?')}\n(.*?)(?=^## |(?![^]))`, 'ms').exec(text) ?? [];
  return found;
}
