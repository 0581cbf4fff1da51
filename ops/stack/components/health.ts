/** Returns true if an address responds with a 2xx status. */
export async function isHealthy(url: string): Promise<boolean> {
  const { ok, body } = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  await body?.cancel();
  return ok;
}
