import { parseArgs } from 'node:util';
import { components, parts } from '../components/components.ts';
import { isBrokers, keptBrokers } from '../components/kafka.ts';
import { shown, stackPathsAt } from '../paths.ts';
import { readSecrets } from '../secrets.ts';
import { Obstacle, Stack } from '../supervisor/stack.ts';
import { Display } from './display.ts';

const usage = `npm start -- [--only servers|pipeline] [--brokers 1|3] [--port-offset N]
  --only servers    MariaDB and Kafka
  --only pipeline   these and Orderflow's own processes: no collector, Jaeger, Loki, Prometheus, Alertmanager
  --brokers 3       three Kafka brokers, of which any may die; later starts of the same data have as many
  --port-offset N   every port + N, with data of its own, so that it runs beside another`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'all' },
    brokers: { type: 'string' },
    'port-offset': { type: 'string', default: '0' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const wanted = parts(values.only);
const offset = Number(values['port-offset']);
const given = values.brokers === undefined ? undefined : Number(values.brokers);
const isOffset = Number.isInteger(offset) && offset >= 0 && offset <= 48_000;
if (values.help || !wanted || !isOffset || (given !== undefined && !isBrokers(given))) {
  console.log(usage);
  process.exit(values.help ? 0 : 2);
}

const paths = stackPathsAt(offset);
const kept = keptBrokers(paths);
const brokers = given ?? kept ?? 1;
if (kept !== undefined && kept !== brokers) {
  console.error(`${shown(paths.data)} is of ${kept} broker${kept === 1 ? '' : 's'}: npm run reset removes it`);
  process.exit(1);
}

const display = new Display();
const chosen = components(paths, readSecrets(paths.secrets), { brokers }).filter(({ part }) => wanted.includes(part));
const stack = new Stack(chosen, paths, { changed, say: display.say });
let stopping: { readonly since: number } | undefined;
let ordersWork = false;

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => void stop(0, `${name}: stopping, once more ends by force`));
}
// Whatever ends this program, nothing is left behind.
process.on('exit', () => stack.kill());

try {
  display.watch(stack.supervisors);
  await stack.start();
  if (!stopping) display.conclude(summary());
} catch (error) {
  if (!stopping) {
    const known = error instanceof Obstacle;
    if (!known) console.error(error);
    await stop(1, known ? error.message : 'stopping after a fault of this program');
  }
}

function changed(): void {
  display.changed();
  const services = stack.supervisors.filter(({ component }) => component.part === 'services');
  if (ordersWork || services.length === 0 || services.some(({ phase }) => phase !== 'ready')) return;
  ordersWork = true;
  display.say(`orders work after ${seconds()} s: http://127.0.0.1:${paths.ports.frontend}`);
}

function summary(): readonly string[] {
  const missing = stack.supervisors.filter(({ isLeftOut }) => isLeftOut).map(({ component }) => component.name);
  const { ports } = paths;
  const lines: Readonly<Record<string, string>> = {
    frontend: `shop     http://127.0.0.1:${ports.frontend}   (an order with curl: see README.md)`,
    jaeger: `traces   http://127.0.0.1:${ports.jaeger}`,
    loki: `logs     http://127.0.0.1:${ports.loki}   (Loki's API: see README.md)`,
    prometheus: `metrics  http://127.0.0.1:${ports.prometheus}   (Prometheus' API: its pages are not part of this build)`,
    alertmanager: `alerts   http://127.0.0.1:${ports.alertmanager}`,
    'alert-inbox': `inbox    http://127.0.0.1:${ports.alertInbox}   (what Alertmanager tells)`,
    mariadb: `files    ${shown(paths.logs)}, ${shown(paths.data)}, ${shown(paths.secrets)}`,
  };
  const running = stack.supervisors.filter(({ phase }) => phase === 'ready').map(({ component }) => component.name);
  return [
    ...Object.entries(lines).flatMap(([name, line]) => (running.includes(name) ? [line] : [])),
    `ready after ${seconds()} s${missing.length > 0 ? `, without ${missing.join(', ')}` : ''}; Ctrl-C ends it`,
  ];
}

function seconds(): string {
  return (performance.now() / 1000).toFixed(1);
}

async function stop(exitCode: number, reason: string): Promise<void> {
  if (stopping) {
    // A Ctrl-C comes twice: from the terminal, and passed on by npm.
    if (Date.now() - stopping.since < 500) return;
    display.say('ending everything by force');
    process.exit(1);
  }
  stopping = { since: Date.now() };
  display.stopping(reason);
  await stack.stop();
  display.end();
  console.log('stopped');
  process.exit(exitCode);
}
