// configure.ts <folder>: writes Alertmanager's configuration into the folder, because Alertmanager reads no environment variables
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from '#telemetry/read-config.ts';
import { type Channels, channels, receivers } from './channels.ts';

const here = import.meta.dirname;

/** Writes `alertmanager.yml`, which only its owner can read because it contains keys and passwords, and its templates. */
export async function configure(folder: string, env: Channels): Promise<void> {
  await mkdir(folder, { recursive: true });
  const routing = await readFile(join(here, 'routing.yml'), 'utf8');
  // JSON is YAML.
  const config = `${routing}\nreceivers: ${JSON.stringify(receivers(env), null, 2)}\n`;
  await writeFile(join(folder, 'alertmanager.yml'), config, { mode: 0o600 });
  await copyFile(join(here, 'orderflow.tmpl'), join(folder, 'orderflow.tmpl'));
  const grafana = env.ALERT_GRAFANA_URL;
  const links = {
    dashboard: grafana === undefined ? env.ALERT_OPERATIONS_URL : `${grafana}{{ .Annotations.dashboard_url }}`,
    runbooks: env.ALERT_RUNBOOKS_URL,
  };
  const defined = Object.entries(links).map(([name, url]) => `{{ define "orderflow.${name}" }}${url}{{ end }}\n`);
  await writeFile(join(folder, 'links.tmpl'), defined.join(''));
}

if (import.meta.main) {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) {
    console.error('usage: configure.ts <folder>');
    process.exit(2);
  }
  await configure(folder, readConfig(channels));
}
