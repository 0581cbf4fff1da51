import { type Check, Fault } from '../check.ts';
import { askGrafana } from '../grafana.ts';

/** Grafana reaches every data source. */
export const datasources: Check = {
  name: 'datasources',
  expected: 'every data source of Grafana is healthy',
  look: ({ at, log }) => `${at.GRAFANA_URL}/connections/datasources, ${log('grafana')}`,
  run: async (stack) => {
    const found = await askGrafana<{ uid: string; name: string }[]>(stack, '/api/datasources');
    if (found.length === 0) throw new Fault('Grafana has none');
    const asked = await Promise.all(
      found.map(async ({ uid, name }) => {
        const fault = await askGrafana<{ status: string; message: string }>(
          stack,
          `/api/datasources/uid/${uid}/health`,
        ).then(
          ({ status, message }) => (status === 'OK' ? undefined : message),
          (error: unknown) => (error instanceof Error ? error.message : String(error)),
        );
        return { name, fault };
      }),
    );
    const faults = asked.filter(({ fault }) => fault !== undefined);
    if (faults.length > 0) throw new Fault(faults.map(({ name, fault }) => `${name}: ${fault}`).join('; '));
    return `${asked.length} healthy: ${asked
      .map(({ name }) => name)
      .sort()
      .join(', ')}`;
  },
};
