import type { Operations } from '../../operations/read.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';

/** Returns the number of firing alerts and stopped processes; undefined if a source is missing. */
function countProblems({ pipeline, alerts }: Operations): number | undefined {
  if (pipeline === undefined || alerts === undefined) return undefined;
  return alerts.firing.length + pipeline.processes.filter(({ instances }) => instances === 0).length;
}

export function verdict({ words }: PageContext, shown: Operations): Html {
  const texts = words.operations;
  const problems = countProblems(shown);
  const [kind, text] =
    problems === undefined
      ? ['unknown', texts.verdict.unknown]
      : problems > 0
        ? ['bad', texts.verdict.bad(problems)]
        : ['good', texts.verdict.good];
  return html`
        <p class="verdict verdict-${kind}">${text}</p>
        ${shown.pipeline === undefined && html`<p class="notice">${texts.prometheusUnavailable}</p>`}
        ${shown.alerts?.watched === false && html`<p class="notice">${texts.unwatched}</p>`}`;
}
