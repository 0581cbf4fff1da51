import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { conditional } from '../observability/grafana/conditional.ts';
import { recordingRules, spansOf } from './support/back-ends.ts';
import { concurrently, send, signUp } from './support/customer.ts';
import {
  ask,
  dashboards,
  exemplarsOf,
  interpolate,
  labelsOf,
  links,
  logFields,
  optionsOf,
  type Panel,
  panelsOf,
  type Target,
  type Values,
} from './support/grafana.ts';
import { namesOfLogql, namesOfPromql } from './support/query-names.ts';
import { until } from './support/until.ts';

/** Until metrics of the load are in Prometheus and rules have been made of them; more than a minute is a fault. */
const patience = 120_000;
let deadline = Number.POSITIVE_INFINITY;
/** The trace of an order. */
let trace = '';

before(async () => {
  trace = await load();
  deadline = Date.now() + patience;
});

for (const dashboard of await dashboards()) {
  describe(dashboard.title, () => {
    /** The values of all variables; several where the reader chooses one. */
    let choices: Values[] = [];
    before(async () => {
      const list = dashboard.templating.list ?? [];
      choices = await eventually(async () => {
        let found: Values[] = [{ trace }];
        for (const variable of list) {
          const next = await Promise.all(
            found.map(async (values) =>
              (await optionsOf(variable, values)).map((value) => ({ ...values, [variable.name]: value })),
            ),
          );
          found = next.flat();
        }
        // The shop and its workers.
        const several = list.some(
          ({ name, type, current }) => name === 'service' && type === 'query' && current?.value !== '$__all',
        );
        return found.length >= (several ? 7 : 1) ? found : undefined;
      }, 'no values for the variables');
    });

    it('marks on its graphs when alerts fire', async () => {
      for (const { target } of dashboard.annotations.list ?? []) {
        await knows(target, choices[0] ?? {});
        await ask(target, choices[0] ?? {});
      }
    });

    for (const panel of panelsOf(dashboard)) {
      it(panel.title, async () => {
        for (const target of panel.targets ?? []) {
          await knows(target, choices[0] ?? {});
          await answers(panel, target, choices);
        }
      });
    }
  });
}

describe('metrics that exist only after something happened', () => {
  it('are recorded by a rule where they have the name of a recorded metric', async () => {
    const recorded = new Set((await recordingRules()).map(({ name }) => name));
    const names = Object.keys(conditional).filter((name) => name.includes(':'));
    assert.notEqual(names.length, 0);
    for (const name of names) assert.ok(recorded.has(name), name);
  });
});

describe('the data sources', () => {
  it('lead from metrics to traces, from traces to logs and metrics, and from logs to traces', async () => {
    const { prometheus, loki, jaeger } = await links();
    assert.deepEqual(prometheus, { label: 'trace_id', leadsTo: 'jaeger' });
    assert.deepEqual(loki, { label: 'trace_id', leadsTo: 'jaeger' });
    assert.equal(jaeger.logs.leadsTo, 'loki');
    const logs = { refId: 'A', datasource: { type: 'loki', uid: 'loki' }, expr: jaeger.logs.query };
    await eventually(async () => {
      const found = await ask(logs, { '__trace.traceId': trace });
      return found.length > 0 && found.every(({ labels }) => labels['trace_id'] === trace) ? true : undefined;
    }, 'a trace does not lead to its logs');
    assert.equal(jaeger.metrics.leadsTo, 'prometheus');
    for (const expr of jaeger.metrics.queries) {
      const target = { refId: 'A', datasource: { type: 'prometheus', uid: 'prometheus' }, expr };
      const values = { __tags: `${jaeger.metrics.label}="frontend"` };
      await knows(target, values);
      assert.notEqual((await ask(target, values)).length, 0, expr);
    }
  });
});

/**
 * What a panel may show: an order that ends in each way, answers of each kind, logins, a live status.
 *
 * @returns the trace of a confirmed order, one that was kept: of so many at once, some are not
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
  return until('Jaeger has the trace of the order', async () => {
    for (const traceId of traces) if (traceId !== undefined && (await spansOf(traceId)).length > 0) return traceId;
    return undefined;
  });
}

/** Fails when the query is no query, or names a metric or label that is not there. */
async function knows({ datasource, expr }: Target, values: Values): Promise<void> {
  if (expr === undefined) return;
  const query = interpolate(expr, values);
  if (datasource.type === 'loki') {
    const named = namesOfLogql(query);
    await eventually(async () => {
      const fields = await logFields();
      return named.every((name) => fields.has(name)) ? true : undefined;
    }, `Loki has not all of ${named}`);
    return;
  }
  const { selectors, groupedBy, made } = namesOfPromql(query);
  const there = new Set(made);
  for (const { metric, labels } of selectors) {
    const has = await eventually(async () => {
      const live = await labelsOf(metric);
      const declared = conditional[metric]?.labels;
      const all = declared ? [...declared, 'job', 'deployment_environment_name', ...live] : live;
      return labels.every((label) => all.includes(label)) && all.length > 0 ? all : undefined;
    }, `Prometheus has no ${metric} with the labels ${labels}`);
    for (const label of has) there.add(label);
  }
  assert.deepEqual(
    groupedBy.filter((label) => !there.has(label)),
    [],
    query,
  );
}

/** Fails when no choice of the variables gives data, unless the panel says why it may be empty. */
async function answers(panel: Panel, target: Target, choices: Values[]): Promise<void> {
  const mayBeEmpty = panel.fieldConfig?.defaults.noValue !== undefined;
  const found = await eventually(
    async () => {
      const all = (await Promise.all(choices.map((values) => ask(target, values)))).flat();
      return all.length > 0 || mayBeEmpty ? all : undefined;
    },
    `no data for ${target.expr ?? JSON.stringify(target)}`,
  );

  const shown = [...(target.legendFormat ?? '').matchAll(/\{\{(\w+)\}\}/g)].map(([, label = '']) => label);
  const columns = (panel.transformations ?? [])
    .flatMap(({ options }) => Object.keys(options.renameByName ?? {}))
    .filter((column) => !column.startsWith('Value'));
  for (const { labels } of found) {
    for (const label of [...shown, ...columns])
      assert.ok(label in labels, `${label} is none of ${Object.keys(labels)}`);
  }
  if (target.exemplar) {
    await eventually(async () => {
      const ids = (await Promise.all(choices.map((values) => exemplarsOf(target, values)))).flat();
      const spans = await Promise.all(ids.slice(-5).map((id) => spansOf(id)));
      return spans.some(({ length }) => length > 0) ? true : undefined;
    }, `no exemplar of ${target.expr} leads to a trace`);
  }
}

/** Asks until there is an answer, but not for ever. */
async function eventually<T>(question: () => Promise<T | undefined>, otherwise: string): Promise<T> {
  return await until(otherwise, async () => {
    const answer = await question();
    assert.ok(answer !== undefined || Date.now() < deadline, otherwise);
    return answer;
  });
}
