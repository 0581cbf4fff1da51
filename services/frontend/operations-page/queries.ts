/** Returns the query for the time from the request to place an order to its response, in the API and the shop. */
const acceptance = (quantile: number) =>
  `label_replace(histogram_quantile(${quantile}, sum by (le) (rate(http_server_request_duration_seconds_bucket{job="frontend",http_request_method="POST",http_route=~"/api/orders|/checkout"}[1m]))), "quantile", "${quantile}", "", "")`;

/** The PromQL query of each chart's curves. */
export const curves = {
  placed: 'sum(orderflow_orders_placed:rate1m)',
  settled: 'sum by (status) (status:orderflow_orders_completed:rate1m)',
  acceptance: `${acceptance(0.5)} or ${acceptance(0.95)}`,
  settlement: 'max by (quantile) (orderflow_order_settlement_duration_seconds:quantile_rate1m{quantile=~"0.5|0.95"})',
  lag: 'max by (group, topic) (group_topic:orderflow_consumer_lag:max)',
} as const;

/** The PromQL queries of which only the latest values are shown. */
export const current = {
  stored: 'max by (status) (status:orderflow_orders_stored:max)',
  pendingAge: 'max(orderflow_orders_pending_age_seconds:max)',
  late: 'max by (group, topic) (group_topic:orderflow_consumer_lag_duration_seconds:max)',
  members: 'max by (group) (group:orderflow_consumer_members:max)',
  deadLetters: 'sum(topic:orderflow_dead_letters_open:max)',
  known: 'group by (job) (job:orderflow_process_uptime_seconds:known)',
  living: 'count by (job) (instance:orderflow_process_uptime_seconds:living)',
  uptime: 'max by (job) (instance:orderflow_process_uptime_seconds:living)',
  dependencies: 'max by (job, dependency) (orderflow_dependency_up)',
  objective: 'max by (slo) (slo:objective:ratio)',
  missed: 'max by (slo) (slo:errors:ratio{window="7d"})',
  budget: 'min by (slo) (slo:error_budget:remaining)',
  burn: 'max by (slo) (slo:error_budget:burn_rate{window="1h"})',
} as const;
