import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import express from 'express';
import { refuseForeignHosts } from '#platform/http/local-host.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Route } from '#platform/http/router.ts';
import { validate } from '#platform/http/validate.ts';
import { logger } from '#telemetry/logger.ts';
import { type Inbox, notification, type ReceivedNotification } from './notifications.ts';
import { page } from './page.ts';
import type { Pages } from './pages.ts';
import { requireToken } from './require-token.ts';
import { readRunbook } from './runbook.ts';
import { runbookPage } from './runbook-page.ts';

export interface InboxOptions {
  inbox: Inbox;
  /** The token that a sender of notifications must have. */
  token: string;
  pages: Pages;
  /** The absolute path of the folder with the runbooks. */
  runbooks: string;
}

const script = transformSync(readFileSync(join(import.meta.dirname, 'browser', 'inbox.ts'), 'utf8'), {
  loader: 'ts',
}).code;

export const routes = ({ inbox, token, pages, runbooks }: InboxOptions): Route[] => [
  {
    method: 'post',
    path: '/api/notifications',
    // Allows more than the default of other APIs, because a notification can contain hundreds of alerts.
    before: [requireToken(token), express.json({ limit: '1mb' })],
    handle: (request, response) => {
      const received = { ...validate(notification, request.body), receivedAt: new Date().toISOString() };
      inbox.add(received);
      logAlerts(received);
      response.status(204).end();
    },
  },
  {
    method: 'get',
    path: '/api/alerts',
    before: [refuseForeignHosts],
    handle: (_request, response) => {
      response.json({ notifications: inbox.all });
    },
  },
  {
    method: 'get',
    path: '/',
    before: [refuseForeignHosts],
    handle: async (_request, response) => {
      response.type('html').send(await page(inbox.all, pages));
    },
  },
  {
    method: 'get',
    path: '/inbox.css',
    before: [refuseForeignHosts],
    handle: (_request, response) => {
      response.sendFile('inbox.css', { root: import.meta.dirname });
    },
  },
  {
    method: 'get',
    path: '/inbox.js',
    before: [refuseForeignHosts],
    handle: (_request, response) => {
      response.type('js').send(script);
    },
  },
  {
    // A page for browsers, and Markdown for all others.
    method: 'get',
    path: '/runbooks/:file',
    before: [refuseForeignHosts],
    handle: async (request, response) => {
      const { file } = request.params;
      if (typeof file !== 'string' || !/^[\w-]+\.md$/.test(file)) throw new Problem(404);
      const markdown = await readRunbook(join(runbooks, file), pages);
      const type = request.accepts(['text/plain', 'text/html']) || 'text/plain';
      const body = type === 'text/html' ? await runbookPage(file.replace('.md', ''), markdown) : markdown;
      response.vary('Accept').type(type).send(body);
    },
  },
];

/** Logs each alert. The watchdog, which fires all the time, is logged only at level debug. */
function logAlerts({ receiver, alerts }: ReceivedNotification): void {
  for (const { status, labels, annotations } of alerts) {
    const { alertname, severity } = labels;
    const level = alertname === 'Watchdog' ? 'debug' : status === 'firing' ? 'warn' : 'info';
    logger.log(level, `alert ${status}`, { receiver, alertname, severity, description: annotations['description'] });
  }
}
