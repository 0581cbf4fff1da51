import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { assertAccessible, text } from './support/browser.ts';
import { admin, send, signUp } from './support/customer.ts';
import { environment, start, startsOf, stop } from './support/environment.ts';
import { says, useOperationsPage } from './support/operations-page.ts';
import { until } from './support/until.ts';

const browserOf = useOperationsPage();

describe('the operations page', () => {
  it('shows the live state of the pipeline, and is accessible', async () => {
    const customer = await signUp();
    for (const viewport of [
      { width: 390, height: 844 },
      { width: 1280, height: 900 },
    ]) {
      await using visitor = await browserOf(await admin(), { viewport });
      const { page } = visitor;
      await page.goto('/');
      await page.click('a[href="/operations"]');
      const { orderId } = await customer.place();
      await customer.settled(orderId);
      await says(page, '.tile:first-child dd', /[1-9]/);
      await says(page, '#processes + .hops', /product-worker\s*up/);
      await says(page, '#groups + .hops', /products\s*orders\s*[\d,]+/);
      assert.equal(await page.locator('.plot canvas').count(), 4);
      assert.match(await text(page, '#chart-orders'), /accepted/);
      assert.equal(
        await page.evaluate('getComputedStyle(document.querySelector("#groups + .hops table")).display'),
        'table',
      );
      await assertAccessible(page);
      assert.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'));
    }
  });

  it('keeps the focus when it refreshes', async () => {
    await using visitor = await browserOf(await admin());
    const { page } = visitor;
    await page.goto('/operations');
    await page.focus('#groups + .hops');
    const at = await page.getAttribute('#as-of time', 'datetime');
    await page.locator(`#as-of time:not([datetime="${at}"])`).waitFor();
    assert.equal(await page.evaluate('document.activeElement.previousElementSibling?.id'), 'groups');
  });

  it('shows the same values as tables without scripts', async () => {
    await using visitor = await browserOf(await admin(), { javaScriptEnabled: false, locale: 'fr-FR' });
    const { page } = visitor;
    await until('the chart of orders has values', async () => {
      await page.goto('/operations');
      return (await page.locator('#chart-orders tbody data').count()) > 0;
    });
    assert.equal(await text(page, 'h1'), 'Exploitation');
    await page.click('#chart-orders summary');
    assert.ok(await page.locator('#chart-orders tbody data').first().isVisible());
    assert.equal(await page.locator('.chart').count(), 4);
  });

  it('is visible only to admins', async () => {
    await using visitor = await browserOf(await signUp());
    const { page, context: cookies } = visitor;
    for (const path of ['/operations', '/operations/faults', '/operations/dead-letters/orders.dlq:0:0']) {
      assert.equal((await page.goto(path))?.status(), 404);
    }
    for (const [path, form] of [
      ['/operations/dead-letters', { how: 'discarded', letter: 'x' }],
      ['/operations/faults/crash', { process: 'order-worker' }],
    ] as const) {
      assert.equal((await page.request.post(path, { form })).status(), 404, path);
    }
    assert.equal(await page.locator('a[href="/operations"]').count(), 0);
    await cookies.clearCookies();
    await page.goto('/operations');
    assert.match(page.url(), /\/login\?next=%2Foperations$/);
  });

  it('shows a firing alert with its runbook', async () => {
    const labels = { alertname: `TestAlert${randomUUID().slice(0, 8)}`, severity: 'critical' };
    const annotations = { summary: 'A test', description: '1 of 1', runbook_url: 'runbooks/Watchdog.md' };
    const raise = (more: { endsAt?: string } = {}) =>
      fetch(new URL('/api/v2/alerts', environment.alertmanagerUrl), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify([{ labels, annotations, ...more }]),
      });
    await raise();
    await using visitor = await browserOf(await admin());
    const { page } = visitor;
    await page.goto('/operations');
    try {
      await says(page, '.alert-critical', new RegExp(`${labels.alertname}.*A test. 1 of 1`, 's'));
      await says(page, '.verdict-bad', new RegExp(`${labels.alertname}: A test`));
      assert.match(await page.title(), /^(\(\d+\) )?\w+ · Operations/);
      assert.match((await page.getAttribute('#icon', 'href')) ?? '', /state-bad/);
      await assertAccessible(page);
      const runbook = await page.getAttribute(`.verdict a[aria-label="Runbook of ${labels.alertname}"]`, 'href');
      const answer = await fetch(runbook ?? '');
      assert.match(await answer.text(), /^# Watchdog/);
    } finally {
      await raise({ endsAt: new Date().toISOString() });
    }
    await until('the alert has left the page', async () => !/TestAlert/.test(await text(page, '#alerts')), 300);
  });

  it('says which source is unavailable, and shows the others', async () => {
    await using visitor = await browserOf(await admin());
    const { page } = visitor;
    await page.goto('/operations');
    await page.waitForSelector('.charts');
    await stop('prometheus');
    try {
      await says(page, '#verdict', /Prometheus is not responding/);
      assert.equal(await page.locator('.charts').count(), 0);
      // Kafka itself knows the groups.
      assert.match(await text(page, '#groups + .hops'), /products orders \d/);
      assert.match((await page.getAttribute('#icon', 'href')) ?? '', /state-/);
      assert.match(await text(page, '#letters'), /Dead letters/);
      await assertAccessible(page);
    } finally {
      await start('prometheus');
    }
    await page.waitForSelector('.charts', { timeout: 120_000 });
    await stop('alertmanager');
    try {
      await says(page, '.notice', /^Alertmanager is not responding/);
      await page.waitForSelector('.charts');
    } finally {
      await start('alertmanager');
    }
  });
});

describe('an active fault on the operations page', () => {
  it('is shown until its button switches it off', async () => {
    const { authorization } = await admin();
    const faults = (method: string, path = '', body?: object) =>
      send(method, `/api/admin/faults${path}`, { headers: { authorization }, body });
    await using visitor = await browserOf({ authorization });
    const { page } = visitor;
    const put = await faults('PUT', '/slow-database', { process: 'order-service', milliseconds: 1, seconds: 600 });
    assert.equal(put.status, 200, await put.text());
    try {
      await page.goto('/operations');
      await says(page, '.fault-on', /slow-database.*milliseconds=1/s);
      await assertAccessible(page);
      await page.getByRole('button', { name: 'Switch off slow-database' }).click();
      await page.locator('.fault-on').waitFor({ state: 'detached' });
      const { faults: list } = (await (await faults('GET')).json()) as { faults: { on: unknown[] }[] };
      assert.ok(list.every(({ on }) => on.length === 0));
    } finally {
      await faults('DELETE');
    }
  });

  it('can be switched on: a worker is killed, and no order is lost', async () => {
    const customer = await signUp();
    const { authorization } = await admin();
    await using visitor = await browserOf({ authorization });
    const { page } = visitor;
    await page.goto('/operations');
    try {
      const before = await startsOf('order-worker');
      await page.getByRole('button', { name: 'Kill order-worker' }).click();
      await until('the worker has started again', async () => (await startsOf('order-worker')) === before + 1);
      assert.equal(new URL(page.url()).pathname, '/operations');
      const { orderId } = await customer.place();
      assert.equal(await customer.settled(orderId), 'confirmed');
      await page.getByRole('link', { name: 'All faults…' }).click();
      await page.click('#fault-slow-database summary');
      await assertAccessible(page);
      await page.selectOption('#slow-database-process', 'order-service');
      await page.fill('#slow-database-milliseconds', '1');
      await page.getByRole('button', { name: 'Switch on slow-database' }).click();
      await says(page, '.fault-on', /slow-database.*milliseconds=1/s);
      await page.getByRole('button', { name: 'Switch off slow-database' }).click();
      await page.locator('.fault-on').filter({ hasText: 'slow-database' }).waitFor({ state: 'detached' });
      assert.equal(new URL(page.url()).pathname, '/operations/faults');
    } finally {
      await send('DELETE', '/api/admin/faults', { headers: { authorization } });
    }
  });
});
