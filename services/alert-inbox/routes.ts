import { join } from 'node:path';
import express from 'express';
import { Problem } from '#platform/http/problem.ts';
import type { Route } from '#platform/http/router.ts';
import { validate } from '#platform/http/validate.ts';
import { logger } from '#telemetry/logger.ts';
import { type Inbox, notification, type Received } from './notifications.ts';
import { page } from './page.ts';

export interface InboxOptions {
  inbox: Inbox;
  /** Where a browser finds Grafana. */
  grafanaUrl: string;
  /** The folder with a file for each alert, templates and a guide. */
  runbooks: string;
}

export const routes = ({ inbox, grafanaUrl, runbooks }: InboxOptions): Route[] => [
  {
    method: 'post',
    path: '/api/notifications',
    // A group of many alerts is longer than what an API takes otherwise.
    before: [express.json({ limit: '1mb' })],
    handle: (request, response) => {
      const received = { ...validate(notification, request.body), receivedAt: new Date().toISOString() };
      inbox.add(received);
      log(received);
      response.status(204).end();
    },
  },
  {
    method: 'get',
    path: '/api/alerts',
    handle: (_request, response) => {
      response.json({ notifications: inbox.all });
    },
  },
  {
    method: 'get',
    path: '/',
    handle: async (_request, response) => {
      response.type('html').send(await page(inbox.all, grafanaUrl));
    },
  },
  {
    method: 'get',
    path: '/inbox.css',
    handle: (_request, response) => {
      response.sendFile(join(import.meta.dirname, 'inbox.css'));
    },
  },
  {
    method: 'get',
    path: '/runbooks/:file',
    handle: (request, response, next) => {
      const { file } = request.params;
      if (typeof file !== 'string' || !/^[\w-]+\.md$/.test(file)) throw new Problem(404);
      response.type('text/plain').sendFile(join(runbooks, file), (error) => {
        if (error) next('statusCode' in error && error.statusCode === 404 ? new Problem(404) : error);
      });
    },
  },
];

function log({ receiver, alerts }: Received): void {
  for (const { status, labels, annotations } of alerts) {
    const { alertname, severity } = labels;
    // The watchdog says nothing new.
    const level = alertname === 'Watchdog' ? 'debug' : status === 'firing' ? 'warn' : 'info';
    logger.log(level, `alert ${status}`, { receiver, alertname, severity, description: annotations['description'] });
  }
}
