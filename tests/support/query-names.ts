import { parser as logql } from '@grafana/lezer-logql';
import type { SyntaxNodeRef, Tree } from '@lezer/common';
import { parser as promql } from '@prometheus-io/lezer-promql';

export interface Selector {
  metric: string;
  /** The labels that it is chosen by. */
  labels: string[];
}

export interface Names {
  selectors: Selector[];
  /** Labels that results are grouped or joined by. */
  groupedBy: string[];
  /** Labels that the query itself makes. */
  made: string[];
}

/**
 * The metrics and labels that a PromQL query names.
 *
 * @throws {SyntaxError} when it is none.
 */
export function namesOfPromql(query: string): Names {
  const names: Names = { selectors: [], groupedBy: [], made: [] };
  const text = ({ from, to }: { from: number; to: number }) => query.slice(from, to);
  each(promql.parse(query), query, ({ name, node }) => {
    if (name === 'VectorSelector') {
      const metric = node.getChild('Identifier');
      const matchers = node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? [];
      names.selectors.push({
        metric: metric ? text(metric) : '',
        labels: matchers.flatMap((matcher) => matcher.getChildren('LabelName').map(text)),
      });
    }
    if (name === 'GroupingLabels') names.groupedBy.push(...node.getChildren('LabelName').map(text));
    if (name === 'FunctionCall' && /^label_(replace|join)\b/.test(text(node))) {
      const target = node.getChild('FunctionCallBody')?.getChild('StringLiteral');
      if (target) names.made.push(JSON.parse(text(target)) as string);
    }
  });
  return names;
}

/**
 * The labels and fields that a LogQL query names.
 *
 * @throws {SyntaxError} when it is none.
 */
export function namesOfLogql(query: string): string[] {
  const names: string[] = [];
  each(logql.parse(query), query, ({ name, from, to, node }) => {
    if (name === 'Identifier' && ['Matcher', 'Labels'].includes(node.parent?.name ?? ''))
      names.push(query.slice(from, to));
  });
  return names;
}

function each(tree: Tree, query: string, visit: (node: SyntaxNodeRef) => void): void {
  tree.iterate({
    enter: (node) => {
      if (node.type.isError) throw new SyntaxError(`at ${node.from} of ${query}`);
      visit(node);
    },
  });
}
