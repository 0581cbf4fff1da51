import { setTimeout as delay } from 'node:timers/promises';
import { act, phasesOf } from '../stack/supervisor/control.ts';
import type { Phase } from '../stack/supervisor/state.ts';
import { commandsOf } from './blocks.ts';
import { atOffset } from './commands.ts';
import type { Site } from './drilled-stack.ts';
import type { Drill } from './drills.ts';
import { type Running, runInShell } from './shell.ts';
import type { Traffic } from './traffic.ts';

/** A fault that was injected. */
export interface Fault {
  /** When its commands had ended, or began if they last; in milliseconds since 1970. */
  since: number;
  /** Does what the runbook says against it, and ends what still injects it. Resolves when it is done; safe to repeat. */
  heal(): Promise<void>;
  /** Rejects when it could not be injected; never resolves. */
  failed: Promise<never>;
}

interface Sick {
  drill: Drill;
  /** The text of the runbook. */
  runbook: string;
  site: Site;
  traffic: Traffic;
  say: (line: string) => void;
}

/** Commands that have not ended after so many milliseconds are a fault for as long as they run. */
const lastingMs = 15_000;

/** Begins the fault of a runbook's drill. */
export async function inject({ drill, runbook, site, traffic, say }: Sick): Promise<Fault> {
  const run = (commands: string): Running => {
    const here = atOffset(commands, site.offset);
    say(here.trim());
    return runInShell(here, site.env);
  };
  const began = Date.now();
  if (drill.customersLeave) traffic.pause();
  const running = commandsOf(runbook, 'local', 'fault').map(run);
  const ended = Promise.all(running.map(({ done }) => done)).then(() => Date.now());
  // Whoever waits for the alert hears of it.
  ended.catch(() => undefined);
  const lasting = new AbortController();
  const since = await Promise.race([
    ended.catch(() => began),
    delay(lastingMs, began, { signal: lasting.signal }),
  ]).finally(() => lasting.abort());
  let healed: Promise<void> | undefined;
  return {
    since,
    heal: () => {
      healed ??= (async () => {
        if (drill.customersLeave) traffic.resume();
        try {
          for (const commands of commandsOf(runbook, 'local', 'heal')) await run(commands).done;
        } finally {
          for (const one of running) one.end();
        }
      })();
      return healed;
    },
    failed: ended.then(() => new Promise<never>(() => undefined)),
  };
}

/** Lets every component run that did before: whatever happened to the mitigation. */
export async function restore(site: Site, before: ReadonlyMap<string, Phase>): Promise<void> {
  for (const [name, phase] of await phasesOf(site.controlUrl)) {
    if (before.get(name) !== 'ready') continue;
    if (phase === 'frozen') await act(site.controlUrl, name, 'thaw');
    if (phase === 'stopped') await act(site.controlUrl, name, 'start');
  }
}
