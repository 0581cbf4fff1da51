/** The drill of an alert. Its fault and its mitigation are blocks of the runbook: `sh local fault`, `sh local heal`. */
export interface Drill {
  /** Other alerts that the same fault may raise. */
  also?: readonly string[];
  /** Seconds until the alert's condition can be met, and the reason. */
  condition?: readonly [seconds: number, why: string];
  /** Visits per second during the drill; 1 by default. */
  visits?: number;
  /** The fault is that the customers leave; it is healed when they come back. */
  customersLeave?: true;
  /** The reason why the drill takes more than 15 minutes. `--all` leaves it out without `--long`. */
  long?: string;
  /** Seconds of traffic that the alert needs before the fault. */
  historySeconds?: number;
}

/** An alert without a drill. */
export interface NoDrill {
  /** The reason. */
  cannot: string;
}

/** Any fault that affects orders spends their error budgets, and may raise these alerts, depending on what was left. */
const budgets = ['OrderApiBurnFast', 'OrderApiBurnSlow'] as const;

/** All alerts, sorted as in the table of runbooks/README.md. */
export const drills: Readonly<Record<string, Drill | NoDrill>> = {
  KafkaDown: { also: budgets },
  KafkaCredentialRefused: {
    also: [
      'KafkaDown',
      'ServiceDown',
      'ConsumerGroupEmpty',
      'OrderFlowStalled',
      'OrdersStuck',
      'ConsumerLagHigh',
      // While the broker restarts, orders wait for it.
      'HighLatencyP95',
      'VeryHighLatencyP99',
      ...budgets,
    ],
    condition: [15, 'the broker restarts, because only a new connection authenticates'],
  },
  MessagesDeletedUnread: {
    visits: 2,
    also: [
      'ServiceDown',
      'ConsumerGroupEmpty',
      'OrderFlowStalled',
      'OrdersStuck',
      'OrderE2ESlow',
      'ConsumerLagHigh',
      ...budgets,
    ],
    condition: [20, 'ten orders must be placed before they can be deleted'],
  },
  TelemetrySilent: { also: ['TelemetryLost'] },
  ServiceDown: { also: ['HighErrorRate', 'HighLatencyP95'] },
  ConsumerGroupEmpty: { also: ['ServiceDown', 'OrderFlowStalled', 'OrdersStuck', 'ConsumerLagHigh', ...budgets] },
  OrderFlowStalled: { also: ['ServiceDown', 'ConsumerGroupEmpty', 'ConsumerLagHigh', ...budgets] },
  StockInvariantViolated: {},
  HighErrorRate: { also: ['ServiceDown', 'HighLatencyP95'] },
  VeryHighLatencyP99: { visits: 2, also: ['ServiceDown', 'HighErrorRate', 'HighLatencyP95'] },
  OrderApiBurnFast: {
    also: ['HighErrorRate', 'OrderApiBurnSlow'],
    visits: 3,
    historySeconds: 310,
  },
  OrderApiBurnSlow: {
    visits: 3,
    historySeconds: 1_830,
    condition: [200, 'a tenth of the orders, refused for two to three minutes, is six in a thousand of half an hour'],
    long: 'its windows are half an hour and six hours',
  },
  HighLatencyP95: {},
  OrdersStuck: {
    also: ['ServiceDown', 'OrderFlowStalled', 'ConsumerGroupEmpty', 'ConsumerLagHigh', ...budgets],
    condition: [60, 'an order is stuck when it is a minute old'],
  },
  OrderE2ESlow: { also: budgets },
  ConsumerLagHigh: {
    also: ['OrderFlowStalled', 'OrdersStuck', 'ConsumerLagGrowing', ...budgets],
    condition: [15, 'a message is late when it is 15 s old'],
  },
  ConsumerLagGrowing: {
    also: ['OrderFlowStalled', 'OrdersStuck', 'ConsumerLagHigh', ...budgets],
    visits: 10,
    condition: [20, 'ten orders a second need half of it to become a hundred unread messages'],
  },
  RetryStorm: {
    visits: 5,
    also: ['OrderE2ESlow', 'OrdersStuck', 'ConsumerLagHigh', ...budgets],
    condition: [10, 'thirty messages must be retried'],
  },
  DeadLettersNew: {},
  DeadLettersOpen: { also: ['DeadLettersNew'] },
  DatabasePoolSaturated: {
    visits: 3,
    also: ['ServiceDown', 'HighErrorRate', 'HighLatencyP95', 'VeryHighLatencyP99', ...budgets],
  },
  EventLoopBlocked: { also: ['HighLatencyP95'] },
  TrafficDrop: {
    customersLeave: true,
    historySeconds: 240,
    condition: [48, 'a minute holds less than a fifth of its visits when 48 s of it are without any'],
  },
  TargetDown: {},
  TelemetryLost: {
    also: ['TelemetrySilent', 'TargetDown'],
    condition: [60, 'the loss is known when the collector is thawed after 45 s, and the processes have reported it'],
  },
  OtelCollectorQueueFull: {
    also: ['TelemetryLost', 'TargetDown', 'OtelCollectorHighMemory'],
    condition: [45, 'a queue of 100 MB takes as long to fill'],
  },
  OtelCollectorDroppedSpans: {
    also: ['TelemetryLost', 'TargetDown', 'OtelCollectorQueueFull', 'OtelCollectorHighMemory'],
    condition: [45, 'a queue of 100 MB takes as long to fill'],
  },
  OtelCollectorHighMemory: { also: ['TelemetryLost', 'OtelCollectorDroppedSpans', 'OtelCollectorQueueFull'] },
  LowUserActivity: {
    customersLeave: true,
    condition: [300, 'a customer counts as active for five minutes'],
    long: 'customers count as gone only after 15 minutes',
  },
  Watchdog: { cannot: 'it always fires' },
};
