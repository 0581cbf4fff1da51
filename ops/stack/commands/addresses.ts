import { displayPath, type StackPaths } from '../paths.ts';
import type { Stack } from '../supervisor/stack.ts';

/** Returns a line for each address and folder of the components that are ready. */
export function addressesOf({ supervisors }: Stack, { ports, logs, data, secrets }: StackPaths): readonly string[] {
  const at = (port: number) => `http://127.0.0.1:${port}`;
  const lines: Readonly<Record<string, string>> = {
    frontend: `shop     ${at(ports.frontend)}   (an order with curl: see README.md)`,
    jaeger: `traces   ${at(ports.jaeger)}`,
    loki: `logs     ${at(ports.loki)}   (Loki's API: see README.md)`,
    prometheus: `metrics  ${at(ports.prometheus)}   (Prometheus' API: this build has no web pages)`,
    alertmanager: `alerts   ${at(ports.alertmanager)}`,
    'alert-inbox': `inbox    ${at(ports.alertInbox)}   (notifications from Alertmanager)`,
    mariadb: `files    ${[logs, data, secrets].map(displayPath).join(', ')}`,
  };
  const ready = new Set(supervisors.filter(({ phase }) => phase === 'ready').map(({ component }) => component.name));
  return Object.entries(lines).flatMap(([name, line]) => (ready.has(name) ? [line] : []));
}
