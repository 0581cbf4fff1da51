import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { repository } from '../../ops/stack/paths.ts';
import { aptInstall, missingProgram } from '../../ops/stack/programs/apt.ts';
import { which } from '../../ops/stack/programs/run.ts';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts Debian's Chromium. If it is missing, root installs the Debian package; no other browser is downloaded. */
export async function launchBrowser(): Promise<Browser> {
  const missing = await missingProgram('chromium', 'chromium');
  if (missing !== undefined) throw new Error(missing);
  const folder = join(repository, '.local');
  await mkdir(folder, { recursive: true });
  await aptInstall('chromium', 'chromium', {
    progress: console.log,
    log: join(folder, 'chromium.log'),
    signal: new AbortController().signal,
  });
  const executablePath = await which('chromium');
  if (executablePath === undefined) throw new Error('chromium was installed but is not on the PATH');
  return chromium.launch({ executablePath, args: flags });
}

/** The errors that tests cause on purpose: a refused request, and one without a connection. */
const expected = /status of [45]\d\d|ERR_INTERNET_DISCONNECTED/;

/** Opens a page in a new browser profile. Disposing of the visitor fails if a page reported an error. */
export async function newVisitor(browser: Browser, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ locale: 'fr-FR', ...options });
  context.setDefaultTimeout(60_000);
  const errors: string[] = [];
  context.on('weberror', (webError) => errors.push(String(webError.error())));
  context.on('console', (message) => {
    if (message.type() === 'error' && !expected.test(message.text())) errors.push(message.text());
  });
  const page = await context.newPage();
  return {
    context,
    page,
    [Symbol.asyncDispose]: async () => {
      await context.close();
      assert.deepEqual(errors, []);
    },
  };
}

/** Opens a page for a customer who is logged in and reads English. */
export async function browserOf(
  browser: Browser,
  { authorization }: { authorization: string },
  options: BrowserContextOptions & { baseURL: string },
) {
  const visitor = await newVisitor(browser, { locale: 'en-GB', ...options });
  const value = authorization.replace('Bearer ', '');
  await visitor.context.addCookies([{ name: 'session', value, url: options.baseURL }]);
  return visitor;
}

/** Returns the text of an element, with whitespace collapsed. */
export const text = async (page: Page, selector: string) =>
  ((await page.textContent(selector)) ?? '').replaceAll(/[\s\u00a0\u202f]+/g, ' ').trim();

/** A script for `page.evaluate` that also loads the pictures outside the visible part of the page. */
export const loadPictures = `Promise.all([...document.images].map((image) => {
  image.loading = 'eager';
  return image.decode();
})).then(() => undefined)`;

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  id: string;
  help: string;
  nodes: { html: string }[];
}

/** Asserts that axe finds no accessibility violations on the page. */
export async function assertAccessible(page: Page): Promise<void> {
  await page.evaluate(axe);
  const violations = await page.evaluate<Violation[]>('axe.run().then(({ violations }) => violations)');
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`);
  assert.deepEqual(found, [], page.url());
}
