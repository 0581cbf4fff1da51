import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  AnnotationQueryBuilder,
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  type Panel,
  RowBuilder,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { type DashboardName, uids } from '../uids.ts';
import { promql, sources } from './queries.ts';

interface Row {
  title: string;
  panels: readonly Builder<Panel>[];
  collapsed: boolean;
}

export const row = (title: string, ...panels: Builder<Panel>[]): Row => ({ title, panels, collapsed: false });

/** Returns a row that is initially closed. Its panels run no queries until the reader opens it. */
export const collapsed = (title: string, ...panels: Builder<Panel>[]): Row => ({ title, panels, collapsed: true });

interface Head {
  name: DashboardName;
  title: string;
  description: string;
  variables: readonly Builder<VariableModel>[];
}

/** Returns a dashboard in Grafana's file format: rows with panels from left to right, and links to all other dashboards. */
export function dashboard({ name, title, description, variables }: Head, ...content: Row[]): Dashboard {
  const builder = new DashboardBuilder(title)
    .uid(uids[name])
    .description(description)
    .tags(['orderflow'])
    .time({ from: 'now-15m', to: 'now' })
    .refresh('10s')
    .tooltip(DashboardCursorSync.Crosshair)
    .variables([...variables])
    .annotation(firingAlerts)
    .annotation(activeFaults)
    .link(
      new DashboardLinkBuilder('Orderflow')
        .type(DashboardLinkType.Dashboards)
        .tags(['orderflow'])
        .asDropdown(true)
        .includeVars(true)
        .keepTime(true),
    );
  for (const { title, panels, collapsed } of content) {
    const head = new RowBuilder(title).collapsed(collapsed);
    // The panels of a closed row are inside it; the panels of an open row follow it.
    if (collapsed) for (const panel of panels) head.withPanel(panel);
    builder.withRow(head);
    if (!collapsed) for (const panel of panels) builder.withPanel(panel);
  }
  const built = builder.build();
  // With a placement, Grafana would hide the links to the other dashboards in a menu.
  for (const link of built.links ?? []) delete link.placement;
  let id = 0;
  for (const panel of built.panels ?? []) {
    panel.id = ++id;
    if ('panels' in panel) for (const inner of panel.panels) inner.id = ++id;
  }
  return built;
}

const firingAlerts = new AnnotationQueryBuilder()
  .name('Firing alerts')
  .datasource(sources.prometheus)
  .enable(true)
  .iconColor('red')
  .target(promql('ALERTS{alertstate="firing"}').refId('Anno'))
  .expr('ALERTS{alertstate="firing"}')
  .titleFormat('{{alertname}}')
  .textFormat('{{severity}}')
  .step('10s');

const faultsOn = 'max by (fault, job) (orderflow_fault_active) > 0';
const activeFaults = new AnnotationQueryBuilder()
  .name('Faults switched on')
  .datasource(sources.prometheus)
  .enable(true)
  .iconColor('purple')
  .target(promql(faultsOn).refId('Anno'))
  .expr(faultsOn)
  .titleFormat('{{fault}}')
  .textFormat('{{job}}')
  .step('10s');
