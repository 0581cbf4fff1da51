import {
  EdgeOptionsBuilder,
  PanelBuilder as NodeGraph,
  NodeOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/nodegraph';
import { type Query, sources } from './queries.ts';

/**
 * Returns a graph of services with the calls per second between them. The results of `nodes` have the labels `id` and
 * `title`, those of `edges` the labels `id`, `source` and `target`.
 */
export const serviceGraph = (title: string, description: string, nodes: Query, edges: Query): NodeGraph =>
  new NodeGraph()
    .title(title)
    .description(description)
    .datasource(sources.prometheus)
    .targets([nodes.refId('nodes'), edges.refId('edges')])
    .nodes(new NodeOptionsBuilder().mainStatUnit('ops'))
    .edges(new EdgeOptionsBuilder().mainStatUnit('ops'))
    .transformations(
      ['nodes', 'edges'].map((refId) => ({
        id: 'organize',
        filter: { id: 'byRefId', options: refId },
        options: {
          excludeByName: { Time: true },
          renameByName: { Value: 'mainstat', [`Value #${refId}`]: 'mainstat' },
        },
      })),
    )
    .span(12)
    .height(12);
