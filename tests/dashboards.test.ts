import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { spansOf } from './support/back-ends.ts';
import { conditional } from './support/conditional-metrics.ts';
import { concurrently, send, signUp } from './support/customer.ts';
import { dashboards, links, type Panel, panelsOf, type Target } from './support/dashboard-files.ts';
import { interpolate, type Values } from './support/interpolate.ts';
import { namesOfLogql, namesOfPromql } from './support/query-names.ts';
import { ask, exemplarsOf, labelsOf, logFields } from './support/run-queries.ts';
import { until } from './support/until.ts';
import { optionsOf } from './support/variable-options.ts';

/** The deadline for all metrics of the load in Prometheus, and for its rules. They usually take less than a minute. */
let deadline = Number.POSITIVE_INFINITY;
const secondsLeft = () => (deadline - Date.now()) / 1_000;
/** The trace id of an order. */
let trace = '';

before(async () => {
  trace = await load();
  // A rate needs an increase, so the load must continue after Prometheus has its first samples.
  for (const metric of ['orderflow_order_settlement_duration_seconds_count', 'traces_span_metrics_calls_total']) {
    await until(`Prometheus has ${metric}`, async () => (await labelsOf(metric)).length > 0);
  }
  await load();
  deadline = Date.now() + 120_000;
});

for (const dashboard of await dashboards()) {
  describe(dashboard.title, () => {
    /** The combinations of values of all variables: one per option of a variable with a single choice. */
    let choices: Values[] = [];
    before(async () => {
      const list = dashboard.templating.list ?? [];
      choices = await until(
        'the variables have values',
        async () => {
          let found: Values[] = [{ trace }];
          for (const variable of list) {
            const next = await Promise.all(
              found.map(async (values) =>
                (await optionsOf(variable, values)).map((value) => ({ ...values, [variable.name]: value })),
              ),
            );
            found = next.flat();
          }
          // Orderflow has seven processes that report metrics.
          const several = list.some(
            ({ name, type, current }) => name === 'service' && type === 'query' && current?.value !== '$__all',
          );
          return found.length >= (several ? 7 : 1) ? found : undefined;
        },
        secondsLeft(),
      );
    });

    it('marks firing alerts on its graphs', async () => {
      for (const { target } of dashboard.annotations.list ?? []) {
        await namesExist(target, choices[0] ?? {});
        await ask(target, choices[0] ?? {});
      }
    });

    for (const panel of panelsOf(dashboard)) {
      it(panel.title, async () => {
        for (const target of panel.targets ?? []) {
          await namesExist(target, choices[0] ?? {});
          await hasData(panel, target, choices);
        }
      });
    }
  });
}

describe('the data sources', () => {
  it('lead from metrics to traces, from traces to logs and metrics, and from logs to traces', async () => {
    const { prometheus, loki, jaeger } = await links();
    assert.deepEqual(prometheus, { label: 'trace_id', leadsTo: 'jaeger' });
    assert.deepEqual(loki, { label: 'trace_id', leadsTo: 'jaeger' });
    assert.equal(jaeger.logs.leadsTo, 'loki');
    const logs = { refId: 'A', datasource: { type: 'loki', uid: 'loki' }, expr: jaeger.logs.query };
    await until(
      'a trace leads to its logs',
      async () => {
        const found = await ask(logs, { '__trace.traceId': trace });
        return found.length > 0 && found.every(({ labels }) => labels['trace_id'] === trace);
      },
      secondsLeft(),
    );
    assert.equal(jaeger.metrics.leadsTo, 'prometheus');
    for (const expr of jaeger.metrics.queries) {
      const target = { refId: 'A', datasource: { type: 'prometheus', uid: 'prometheus' }, expr };
      const values = { __tags: `${jaeger.metrics.label}="frontend"` };
      await namesExist(target, values);
      assert.notEqual((await ask(target, values)).length, 0, expr);
    }
  });
});

/**
 * Creates the data that panels show: orders with every outcome, responses of every kind, logins.
 *
 * @returns the trace id of a confirmed order that sampling kept; under this load it does not keep all of them
 */
async function load(): Promise<string> {
  const customer = await signUp();
  const tooMany = [{ productId: 'montre-connectee', quantity: 100 }];
  const traces = await concurrently(30, 3, async (n) => {
    const { orderId, traceId } = await customer.place(n % 10 === 9 ? tooMany : undefined);
    const status = await customer.settled(orderId);
    if (n % 10 === 0) await customer.request('POST', `/api/orders/${orderId}/cancellation`);
    await customer.request('GET', '/api/orders');
    await customer.request('GET', '/api/products');
    return status === 'confirmed' ? traceId : undefined;
  });
  assert.equal((await send('POST', '/api/sessions', { body: { username: 'nobody', password: 'wrong' } })).status, 401);
  return until('Jaeger has the trace of a confirmed order', async () => {
    for (const traceId of traces) if (traceId !== undefined && (await spansOf(traceId)).length > 0) return traceId;
    return undefined;
  });
}

/** Fails if the query is invalid, or names a metric or label that does not exist. */
async function namesExist({ datasource, expr }: Target, values: Values): Promise<void> {
  if (expr === undefined) return;
  const query = interpolate(expr, values);
  if (datasource.type === 'loki') {
    const named = namesOfLogql(query);
    await until(
      `log records in Loki have the fields ${named}`,
      async () => {
        const fields = await logFields();
        return named.every((name) => fields.has(name));
      },
      secondsLeft(),
    );
    return;
  }
  const { selectors, groupedBy, made } = namesOfPromql(query);
  const existing = new Set(made);
  for (const { metric, labels } of selectors) {
    const found = await until(
      `Prometheus has ${metric} with the labels ${labels}`,
      async () => {
        const live = await labelsOf(metric);
        const declared = conditional[metric]?.labels;
        const all = declared ? [...declared, 'job', 'deployment_environment_name', ...live] : live;
        return labels.every((label) => all.includes(label)) && all.length > 0 ? all : undefined;
      },
      secondsLeft(),
    );
    for (const label of found) existing.add(label);
  }
  assert.deepEqual(
    groupedBy.filter((label) => !existing.has(label)),
    [],
    query,
  );
}

/** Fails if no combination of variables returns data, unless the panel explains why it may be empty. */
async function hasData(panel: Panel, target: Target, choices: Values[]): Promise<void> {
  const mayBeEmpty = panel.fieldConfig?.defaults.noValue !== undefined;
  const found = await until(
    `there is data for ${target.expr ?? JSON.stringify(target)}`,
    async () => {
      const all = (await Promise.all(choices.map((values) => ask(target, values)))).flat();
      return all.length > 0 || mayBeEmpty ? all : undefined;
    },
    secondsLeft(),
  );

  const shown = [...(target.legendFormat ?? '').matchAll(/\{\{(\w+)\}\}/g)].map(([, label = '']) => label);
  const columns = (panel.transformations ?? [])
    .flatMap(({ options }) => Object.keys(options.renameByName ?? {}))
    .filter((column) => !column.startsWith('Value'));
  for (const { labels } of found) {
    for (const label of [...shown, ...columns])
      assert.ok(label in labels, `${label} is not one of ${Object.keys(labels)}`);
  }
  if (target.exemplar) {
    await until(
      `an exemplar of ${target.expr} leads to a trace`,
      async () => {
        const ids = (await Promise.all(choices.map((values) => exemplarsOf(target, values)))).flat();
        const spans = await Promise.all(ids.slice(-5).map((id) => spansOf(id)));
        return spans.some(({ length }) => length > 0);
      },
      secondsLeft(),
    );
  }
}
