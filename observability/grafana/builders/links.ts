import { DashboardLinkBuilder, DashboardLinkType } from '@grafana/grafana-foundation-sdk/dashboard';
import { type DashboardName, uids } from '../uids.ts';

/** Returns a link to another dashboard that keeps the selected time and environment. */
export const linkTo = (name: DashboardName, title: string): DashboardLinkBuilder =>
  new DashboardLinkBuilder(title)
    .type(DashboardLinkType.Link)
    .url(`/d/${uids[name]}?\${__url_time_range}&\${environment:queryparam}`);
