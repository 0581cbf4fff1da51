import { join } from 'node:path';
import { ExpectedError } from '../../cli/command.ts';
import type { Phase } from './state.ts';
import type { Supervisor } from './supervisor.ts';

type Report = (line: string) => void;

/**
 * Skips the back ends that this machine cannot run.
 * @throws {ExpectedError} that lists the missing requirements of the servers and services
 */
export async function checkRequirements(supervisors: readonly Supervisor[], report: Report): Promise<void> {
  const unmet: string[] = [];
  for (const supervisor of supervisors) {
    const { component } = supervisor;
    const missing = await component.missingRequirement?.();
    if (missing === undefined) continue;
    if (component.tier === 'back ends') skip(supervisor, missing, report);
    else unmet.push(`${component.name} cannot run: ${missing}`);
  }
  if (unmet.length > 0) throw new ExpectedError(unmet.join('\n'));
}

/**
 * Installs and prepares a component. Skips it if that fails and it is a back end.
 * @throws {ExpectedError} if a server or a service cannot be prepared
 */
export async function prepareComponent(
  supervisor: Supervisor,
  logs: string,
  signal: AbortSignal,
  report: Report,
): Promise<void> {
  const { component } = supervisor;
  const contextOf = (phase: Phase) => ({
    progress: (detail: string) => supervisor.enter(phase, detail),
    log: preparationLog(supervisor, logs),
    signal,
  });
  try {
    // Servers are installed as packages; back ends are compiled, which takes minutes.
    await component.install?.(contextOf(component.tier === 'back ends' ? 'building' : 'preparing'));
    await component.prepare?.(contextOf('preparing'));
    if (!signal.aborted) supervisor.enter('waiting', component.needs.join(', '));
  } catch (error) {
    if (signal.aborted) return;
    const reason = error instanceof Error ? error.message : String(error);
    if (component.tier !== 'back ends') throw new ExpectedError(`${component.name}: ${reason}`);
    skip(supervisor, reason, report);
  }
}

/**
 * Sets a component up that runs for the first time.
 * @throws {ExpectedError} if that fails
 */
export async function setUpComponent(supervisor: Supervisor, logs: string, signal: AbortSignal): Promise<void> {
  const { name, setUp } = supervisor.component;
  try {
    await setUp?.({ progress: () => undefined, log: preparationLog(supervisor, logs), signal });
  } catch (error) {
    if (signal.aborted) return;
    throw new ExpectedError(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const preparationLog = ({ component }: Supervisor, logs: string): string =>
  join(logs, `${component.name}.preparation.log`);

/** Leaves a back end out of the stack: orders work without it. */
function skip(supervisor: Supervisor, reason: string, report: Report): void {
  supervisor.enter('skipped', reason);
  report(`${supervisor.component.name} is skipped: ${reason}`);
}
