import { parser as logql } from '@grafana/lezer-logql';
import type { SyntaxNodeRef, Tree } from '@lezer/common';
import { parser as promql } from '@prometheus-io/lezer-promql';

export interface Selector {
  metric: string;
  /** The labels of its matchers. */
  labels: string[];
}

export interface Names {
  selectors: Selector[];
  /** The labels in `by`, `without`, `on`, `ignoring` and `group_left`. */
  groupedBy: string[];
  /** The labels that the query itself creates. */
  made: string[];
}

/**
 * Returns the metrics and labels that a PromQL query names.
 *
 * @throws {SyntaxError} if the query is invalid
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
 * Returns the labels and fields that a LogQL query names.
 *
 * @throws {SyntaxError} if the query is invalid
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
      if (node.type.isError) throw new SyntaxError(`at character ${node.from} of ${query}`);
      visit(node);
    },
  });
}
