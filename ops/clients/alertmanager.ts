import { askJson } from './http.ts';

/**
 * Returns the names of the firing alerts, sorted.
 * @throws {RequestFailed} when Alertmanager does not respond
 */
export async function firingAlerts(alertmanager: string): Promise<string[]> {
  const alerts = await askJson<{ labels: Record<string, string> }[]>(`${alertmanager}/api/v2/alerts?active=true`);
  return [...new Set(alerts.map(({ labels }) => labels['alertname'] ?? ''))].sort();
}
