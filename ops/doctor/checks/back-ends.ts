import { ask } from '../ask.ts';
import { type Check, Fault } from '../check.ts';

/** The back ends of the telemetry say that they are ready. */
export const backEnds: Check = {
  name: 'back ends',
  expected: 'collector, Jaeger, Loki, Prometheus and Alertmanager answer that they are ready',
  look: ({ log }) => log('otel-collector').replace('otel-collector', '<name>'),
  run: async ({ at, log }) => {
    const list = {
      'otel-collector': `${at.COLLECTOR_HEALTH_URL}/`,
      jaeger: `${at.JAEGER_URL}/api/services`,
      loki: `${at.LOKI_URL}/ready`,
      prometheus: `${at.PROMETHEUS_URL}/-/ready`,
      alertmanager: `${at.ALERTMANAGER_URL}/-/ready`,
    };
    const asked = await Promise.all(
      Object.entries(list).map(async ([name, url]) => {
        const fault = await ask(url).then(
          ({ status, text }) => (status === 200 ? undefined : `answers ${status}: ${text.trim().slice(0, 100)}`),
          (error: unknown) => (error instanceof Error ? error.message : String(error)),
        );
        return { name, fault };
      }),
    );
    const faults = asked.filter(({ fault }) => fault !== undefined);
    if (faults.length === 0) return `${asked.length} ready: ${asked.map(({ name }) => name).join(', ')}`;
    const found = faults.map(({ name, fault }) => `${name}: ${fault}`).join('; ');
    throw new Fault(found, faults.map(({ name }) => log(name)).join(', '));
  },
};
