import type { Known } from './known.ts';

/** Returns the broken links of a page. `prose` is its text without code blocks. */
export function linkProblems(text: string, prose: string, { files, dashboards }: Known): string[] {
  const withoutCode = prose.replaceAll(/`[^`\n]*`/g, '');
  return [...withoutCode.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
    const uid = /^http:\/\/127\.0\.0\.1:3000\/d\/([\w-]+)/.exec(target)?.[1];
    if (uid !== undefined) return dashboards.has(uid) ? [] : [`no dashboard ${uid}`];
    if (target.startsWith('http://127.0.0.1:')) return [];
    if (/^[a-z]+:/.test(target)) return [`an external link cannot be checked: ${target}`];
    const [path = '', anchor] = target.split('#');
    const linked = path === '' ? text : files.get(path);
    if (linked === undefined) return [`no file ${path}`];
    return anchor === undefined || anchorsOf(linked).has(anchor) ? [] : [`no heading ${target}`];
  });
}

/** Returns the anchors that GitHub creates for the headings of a page. */
function anchorsOf(text: string): Set<string> {
  return new Set(
    [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** Returns the local addresses at which no process listens. */
export function addressProblems(text: string, { ports }: Known): string[] {
  return [...text.matchAll(/(?:127\.0\.0\.1|localhost):(\d+)/g)].flatMap(([address, port]) =>
    ports.has(Number(port)) ? [] : [`no process listens at ${address}`],
  );
}
