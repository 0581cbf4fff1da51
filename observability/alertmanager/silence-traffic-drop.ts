const author = 'the end of a load test';

/**
 * Silences TrafficDrop for 15 minutes, because the simulated customers of a load test are about to leave and the
 * alert cannot distinguish them from real ones. Does nothing if Alertmanager does not respond.
 */
export async function silenceTrafficDrop(alertmanager: string): Promise<void> {
  const now = Date.now();
  await request(`${alertmanager}/api/v2/silences`, 'POST', {
    matchers: [{ name: 'alertname', value: 'TrafficDrop', isRegex: false, isEqual: true }],
    startsAt: new Date(now).toISOString(),
    endsAt: new Date(now + 15 * 60_000).toISOString(),
    createdBy: author,
    comment: 'The simulated customers of a load test have left.',
  }).catch(() => undefined);
}

/** Expires the silences that `silenceTrafficDrop` created. */
export async function expireTrafficDropSilences(alertmanager: string): Promise<void> {
  const silences = (await (await request(`${alertmanager}/api/v2/silences`)).json()) as {
    id: string;
    createdBy: string;
    status: { state: string };
  }[];
  const own = silences.filter(({ createdBy, status }) => createdBy === author && status.state !== 'expired');
  await Promise.all(own.map(({ id }) => request(`${alertmanager}/api/v2/silence/${id}`, 'DELETE')));
}

async function request(url: string, method = 'GET', body?: unknown): Promise<Response> {
  const response = await fetch(url, {
    method,
    ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(5_000),
  });
  if (!response.ok) throw new Error(`Alertmanager returned ${response.status}: ${await response.text()}`);
  return response;
}
