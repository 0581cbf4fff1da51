import assert from 'node:assert/strict';
import { it } from 'node:test';
import { assertAccessible, text } from './support/browser.ts';
import { admin, signUp } from './support/customer.ts';
import { useOperationsPage } from './support/operations-page.ts';

const browserOf = useOperationsPage();

it('an admin finds the order of a customer by its number, its state or its customer', async () => {
  const customer = await signUp();
  const { orderId } = await customer.place();
  assert.equal(await customer.settled(orderId), 'confirmed');
  await using visitor = await browserOf(await admin(), { viewport: { width: 390, height: 844 } });
  const { page } = visitor;
  await page.goto('/operations');
  await page.getByRole('link', { name: 'Orders', exact: true }).click();
  await page.selectOption('#status', '');
  await page.fill('#id', orderId.slice(0, 8).toUpperCase());
  await page.keyboard.press('Enter');
  await page.waitForURL('**/operations/orders?status=&id=*');
  assert.match(await text(page, '#found + .hops'), new RegExp(`${orderId.slice(0, 8).toUpperCase()} Confirmed`));
  await assertAccessible(page);
  assert.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'));
  await page.getByRole('link', { name: customer.id.slice(0, 8) }).click();
  await page.waitForURL(`**/operations/orders?customer=${customer.id}`);
  assert.equal(await page.locator('#found + .hops tbody tr').count(), 1);
  await page.fill('#customer', 'me');
  await page.keyboard.press('Enter');
  await page.locator('.notice').filter({ hasText: 'at least eight characters' }).waitFor();

  await using stranger = await browserOf(customer);
  for (const path of ['/operations/orders', '/operations/dead-letters', '/operations/audit']) {
    assert.equal((await stranger.page.goto(path))?.status(), 404, path);
  }
});
