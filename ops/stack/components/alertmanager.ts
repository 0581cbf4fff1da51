import { join } from 'node:path';
import { readConfig } from '#telemetry/read-config.ts';
import { channels } from '../../../observability/alertmanager/channels.ts';
import { configure } from '../../../observability/alertmanager/configure.ts';
import type { Ports, StackPaths } from '../paths.ts';
import { buildAlertmanager } from '../programs/builds.ts';
import { missingGo } from '../programs/go.ts';
import { programPath, versions } from '../programs/programs.ts';
import type { Secrets } from '../secrets.ts';
import type { Component } from './component.ts';
import { isHealthy } from './health.ts';

/** Returns Alertmanager, which sends the alerts to the inbox and to the channels that the environment configures. */
export function alertmanager({ ports, data }: StackPaths, secrets: Secrets): Component {
  const folder = join(data, 'alertmanager');
  const config = join(folder, 'config');
  return {
    name: 'alertmanager',
    version: versions.alertmanager,
    tier: 'back ends',
    ports: [ports.alertmanager],
    needs: [],
    uses: ['alert-inbox'],
    missingRequirement: () => missingGo('alertmanager'),
    install: buildAlertmanager,
    prepare: async () => {
      const inbox = `http://127.0.0.1:${ports.alertInbox}`;
      const own = {
        ALERT_INBOX_URL: inbox,
        ALERT_RUNBOOKS_URL: inbox,
        ALERT_OPERATIONS_URL: operationsPage(ports),
        ALERT_INBOX_TOKEN: secrets.alertInbox,
      };
      await configure(config, readConfig(channels, { ...own, ...process.env }));
    },
    command: () => ({
      file: programPath('alertmanager'),
      args: [
        `--config.file=${join(config, 'alertmanager.yml')}`,
        `--storage.path=${folder}`,
        `--web.listen-address=127.0.0.1:${ports.alertmanager}`,
        // Empty: there is no cluster of Alertmanagers.
        '--cluster.listen-address=',
      ],
    }),
    ready: () => isHealthy(`http://127.0.0.1:${ports.alertmanager}/-/ready`),
  };
}

/** Returns the inbox, which shows the notifications of Alertmanager. */
export function alertInbox({ ports }: StackPaths, secrets: Secrets, version: string): Component {
  return {
    name: 'alert-inbox',
    version,
    tier: 'back ends',
    ports: [ports.alertInbox],
    needs: [],
    command: () => ({
      file: process.execPath,
      args: ['services/alert-inbox/server.ts'],
      env: {
        PORT: `${ports.alertInbox}`,
        ALERT_OPERATIONS_URL: process.env['ALERT_OPERATIONS_URL'] || operationsPage(ports),
        ALERT_INBOX_TOKEN: secrets.alertInbox,
      },
    }),
    ready: () => isHealthy(`http://127.0.0.1:${ports.alertInbox}/health/ready`),
  };
}

/** This stack has no Grafana: alerts link to this page instead of a dashboard. */
const operationsPage = ({ frontend }: Ports): string => `http://127.0.0.1:${frontend}/operations`;
