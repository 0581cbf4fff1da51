import { type Check, CheckFailed } from '../check.ts';
import { askGrafana } from '../grafana.ts';

/** Checks that Grafana reaches every data source. */
export const datasources: Check = {
  name: 'datasources',
  expected: 'every data source of Grafana is healthy',
  look: ({ at, log }) => `${at.GRAFANA_URL}/connections/datasources, ${log('grafana')}`,
  run: async (stack) => {
    const found = await askGrafana<{ uid: string; name: string }[]>(stack, '/api/datasources');
    if (found.length === 0) throw new CheckFailed('Grafana has no data sources');
    const answers = await Promise.all(
      found.map(async ({ uid, name }) => {
        const problem = await askGrafana<{ status: string; message: string }>(
          stack,
          `/api/datasources/uid/${uid}/health`,
        ).then(
          ({ status, message }) => (status === 'OK' ? undefined : message),
          (error: unknown) => (error instanceof Error ? error.message : String(error)),
        );
        return { name, problem };
      }),
    );
    const problems = answers.filter(({ problem }) => problem !== undefined);
    if (problems.length > 0)
      throw new CheckFailed(problems.map(({ name, problem }) => `${name}: ${problem}`).join('; '));
    return `${answers.length} healthy: ${answers
      .map(({ name }) => name)
      .sort()
      .join(', ')}`;
  },
};
