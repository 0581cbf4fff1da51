import { firingAlerts } from '../../clients/alertmanager.ts';
import { listAlertmanagers } from '../../clients/prometheus.ts';
import { type Check, CheckFailed } from '../check.ts';

/** Checks that Alertmanager responds, and that Prometheus sends alerts to it. */
export const alertmanager: Check = {
  name: 'alertmanager',
  asks: ['prometheus', 'alertmanager'],
  expected: 'Alertmanager responds, and Prometheus sends it the firing alerts',
  look: ({ log }) => `${log('alertmanager')}, observability/prometheus/prometheus.yml`,
  run: async ({ at }) => {
    const firing = await firingAlerts(at.ALERTMANAGER_URL);
    const known = await listAlertmanagers(at.PROMETHEUS_URL);
    if (known.length === 0) throw new CheckFailed('Prometheus has no Alertmanager to send alerts to');
    return `responds, and Prometheus sends it alerts; firing: ${firing.join(', ') || 'nothing'}`;
  },
};
