import { ask } from '../../clients/http.ts';
import { type Check, CheckFailed } from '../check.ts';

/** Checks that the telemetry's back ends are ready. */
export const backEnds: Check = {
  name: 'back ends',
  asks: ['otel-collector', 'jaeger', 'prometheus', 'alertmanager', 'loki'],
  expected: 'collector, Jaeger, Loki, Prometheus and Alertmanager report that they are ready',
  look: ({ log }) => log('otel-collector').replace('otel-collector', '<name>'),
  run: async ({ at, log }) => {
    const list = {
      'otel-collector': `${at.COLLECTOR_HEALTH_URL}/`,
      jaeger: `${at.JAEGER_URL}/api/services`,
      loki: `${at.LOKI_URL}/ready`,
      prometheus: `${at.PROMETHEUS_URL}/-/ready`,
      alertmanager: `${at.ALERTMANAGER_URL}/-/ready`,
    };
    const answers = await Promise.all(
      Object.entries(list).map(async ([name, url]) => {
        const problem = await ask(url).then(
          ({ status, text }) => (status === 200 ? undefined : `returned ${status}: ${text.trim().slice(0, 100)}`),
          (error: unknown) => (error instanceof Error ? error.message : String(error)),
        );
        return { name, problem };
      }),
    );
    const problems = answers.filter(({ problem }) => problem !== undefined);
    if (problems.length === 0) return `${answers.length} ready: ${answers.map(({ name }) => name).join(', ')}`;
    const found = problems.map(({ name, problem }) => `${name}: ${problem}`).join('; ');
    throw new CheckFailed(found, problems.map(({ name }) => log(name)).join(', '));
  },
};
