import { type Block, blocks } from '../../../ops/drills/blocks.ts';
import { commandProblems } from './check-commands.ts';
import { addressProblems, linkProblems } from './check-links.ts';
import { logqlProblems, promqlProblems } from './check-queries.ts';
import type { Known } from './known.ts';

/** Returns the problems of a page: unknown names, invalid queries and commands, broken links. */
export function problemsOf(text: string, known: Known): string[] {
  return [
    ...linkProblems(text, withoutBlocks(text), known),
    ...addressProblems(text, known),
    ...blocks(text).flatMap((block) => blockProblems(block, known)),
    ...[...withoutBlocks(text).matchAll(/`([^`\n]+)`/g)].flatMap(([, code = '']) => inlineProblems(code, known)),
  ];
}

const withoutBlocks = (text: string) => text.replaceAll(/^ *```.*?^ *```$/gms, '');
const linesOf = (code: string) => code.split('\n').filter(Boolean);

function blockProblems({ language, way, unknown, code }: Block, known: Known): string[] {
  if (unknown.length > 0) return [`unknown words after the language of a block: ${unknown.join(' ')}`];
  switch (language) {
    case 'sh':
      return [...wrongWay(way, code), ...commandProblems(code, known)];
    case 'promql':
      return linesOf(code).flatMap((query) => promqlProblems(query, known));
    case 'logql':
      return linesOf(code).flatMap((query) => logqlProblems(query, known));
    default:
      return [`a block of ${language || 'no language'} is not checked`];
  }
}

/** Checks a command or a query inside a sentence. */
function inlineProblems(code: string, known: Known): string[] {
  if (/^(npm|docker compose) /.test(code)) return commandProblems(code, known);
  return /(^|\W)(orderflow|otelcol|slo|job|group|topic)(_|:)\w/.test(code) ? promqlProblems(code, known) : [];
}

/** Finds commands of one way of running the stack in a block for the other way. */
function wrongWay(way: string | undefined, code: string): string[] {
  const ways = {
    local: /\bnpm (start|run (status|stack|fault|dlq|doctor|reset))\b|\.local\//,
    containers: /\bdocker compose\b/,
  };
  return Object.entries(ways).flatMap(([name, sign]) =>
    way !== name && sign.test(code) ? [`a block for ${way ?? 'both ways'} has commands for ${name}`] : [],
  );
}
