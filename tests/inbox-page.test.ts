import assert from 'node:assert/strict';
import { join } from 'node:path';
import { it } from 'node:test';
import { createApp } from '#platform/http/app.ts';
import { serve } from '#platform/http/http.testkit.ts';
import { repository } from '../ops/stack/paths.ts';
import { Inbox } from '../services/alert-inbox/notifications.ts';
import { routes } from '../services/alert-inbox/routes.ts';
import { assertAccessible, launchBrowser, newVisitor } from './support/browser.ts';

const notificationOf = (alertname: string, n: number) => ({
  version: '4' as const,
  receiver: 'critical',
  status: 'firing' as const,
  receivedAt: new Date(Date.UTC(2026, 10, 21, 12, n)).toISOString(),
  alerts: [
    {
      status: 'firing' as const,
      labels: { alertname, severity: 'critical' },
      annotations: { summary: 'A test', runbook_url: `runbooks/${alertname}.md` },
      startsAt: '2026-11-21T12:00:00Z',
      endsAt: '0001-01-01T00:00:00Z',
      fingerprint: `${n}`,
    },
  ],
});

it('the inbox keeps its scroll position and focus when notifications arrive, and shows runbooks as pages', async () => {
  const pages = { grafana: 'http://grafana.example', operations: 'http://shop.example/operations' };
  const inbox = new Inbox(100);
  for (let n = 0; n < 30; n++) inbox.add(notificationOf('KafkaDown', n));
  const app = createApp({
    dependencies: [],
    routes: routes({ inbox, token: '', pages, runbooks: join(repository, 'runbooks') }),
  });
  await using server = await serve(app);
  await using browser = await launchBrowser();
  await using visitor = await newVisitor(browser, { baseURL: server.url, viewport: { width: 390, height: 844 } });
  const { page } = visitor;
  await page.goto('/');
  await assertAccessible(page);
  const link = page.getByRole('link', { name: 'Runbook', exact: true }).nth(15);
  await link.focus();
  const top = await page.evaluate<number>('document.activeElement.getBoundingClientRect().top');
  assert.ok(await page.evaluate('scrollY > 0'));
  inbox.add(notificationOf('ServiceDown', 40));
  await page.getByText('ServiceDown').waitFor();
  assert.ok(Math.abs((await page.evaluate<number>('document.activeElement.getBoundingClientRect().top')) - top) < 2);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/runbooks/KafkaDown.md');
  assert.equal(await page.textContent('h1'), 'KafkaDown');
  await assertAccessible(page);
  assert.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'));
  await page.goto('/runbooks/README.md');
  await assertAccessible(page);
  assert.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'));
});
