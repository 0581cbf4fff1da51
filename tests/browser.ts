import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Starts the system's Chromium: CHROMIUM names another one. Nothing is downloaded. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'] ?? usual.find((path) => existsSync(path));
  if (executablePath === undefined) {
    throw new Error('chromium is not installed: on Debian run "apt-get install chromium" as root, or set CHROMIUM');
  }
  return chromium.launch({ executablePath, args: flags });
}
