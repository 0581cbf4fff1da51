import { firingAlerts } from '../../clients/alertmanager.ts';
import { listAlertmanagers } from '../../clients/prometheus.ts';
import { type Check, CheckFailed } from '../check.ts';

/** Checks that Alertmanager answers, and that Prometheus sends alerts to it. */
export const alertmanager: Check = {
  name: 'alertmanager',
  expected: 'Alertmanager answers, and Prometheus sends it firing alerts',
  look: ({ log }) => `${log('alertmanager')}, observability/prometheus/prometheus.yml`,
  run: async ({ at }) => {
    const firing = await firingAlerts(at.ALERTMANAGER_URL);
    const known = await listAlertmanagers(at.PROMETHEUS_URL);
    if (known.length === 0) throw new CheckFailed('Prometheus knows no Alertmanager');
    return `answers and is known to Prometheus; firing: ${firing.join(', ') || 'nothing'}`;
  },
};
