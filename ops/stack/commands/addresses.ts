import { displayPath, type StackPaths } from '../paths.ts';
import type { Stack } from '../supervisor/stack.ts';

const at = (port: number): string => `http://127.0.0.1:${port}`;

/** Returns what to open first: the shop, an order and its journey, the operations page, and how to sign in. */
export function firstSteps({ ports }: StackPaths): readonly string[] {
  const demoData = (process.env['DEMO_DATA'] || 'true') === 'true';
  const admin = demoData ? 'sign in as admin with admin123' : 'create an admin: npm run account -- create-admin alice';
  return [
    `shop        ${at(ports.frontend)}   (${admin})`,
    'journey     order something; the page of the order links to its journey',
    `operations  ${at(ports.frontend)}/operations   (as admin)`,
    `API         ${at(ports.frontend)}/docs   (with curl: see docs/by-hand.md)`,
  ];
}

/** Returns a line for each address and folder of the other components that are ready. */
export function addressesOf({ supervisors }: Stack, { ports, logs, data, secrets }: StackPaths): readonly string[] {
  const lines: Readonly<Record<string, string>> = {
    'alert-inbox': `inbox       ${at(ports.alertInbox)}   (alerts, with runbooks)`,
    alertmanager: `silences    ${at(ports.alertmanager)}   (Alertmanager)`,
    jaeger: `traces      ${at(ports.jaeger)}/api/traces   (Jaeger's API: see docs/by-hand.md; this build has no web pages)`,
    loki: `logs        ${at(ports.loki)}/loki/api/v1   (Loki's API)`,
    prometheus: `metrics     ${at(ports.prometheus)}/api/v1   (Prometheus' API; this build has no web pages)`,
    mariadb: `files       ${[logs, data, secrets].map(displayPath).join(', ')}`,
  };
  const ready = new Set(supervisors.filter(({ phase }) => phase === 'ready').map(({ component }) => component.name));
  return Object.entries(lines).flatMap(([name, line]) => (ready.has(name) ? [line] : []));
}
