import { askJson } from '../ask.ts';
import { type Check, Fault } from '../check.ts';

/** Alertmanager answers, and Prometheus knows where it is. */
export const alertmanager: Check = {
  name: 'alertmanager',
  expected: 'Alertmanager answers, and Prometheus sends it what fires',
  look: ({ log }) => `${log('alertmanager')}, observability/prometheus/prometheus.yml`,
  run: async ({ at }) => {
    await askJson(`${at.ALERTMANAGER_URL}/api/v2/status`);
    const { data } = await askJson<{ data: { activeAlertmanagers: { url: string }[] } }>(
      `${at.PROMETHEUS_URL}/api/v1/alertmanagers`,
    );
    if (data.activeAlertmanagers.length === 0) throw new Fault('Prometheus knows no Alertmanager');
    const alerts = await askJson<{ labels: Record<string, string> }[]>(
      `${at.ALERTMANAGER_URL}/api/v2/alerts?active=true`,
    );
    const firing = [...new Set(alerts.map(({ labels }) => labels['alertname']))].sort();
    return `answers and is known to Prometheus; firing: ${firing.join(', ') || 'nothing'}`;
  },
};
