import { setTimeout as delay } from 'node:timers/promises';
import { controlComponent, phasesOf } from '../stack/supervisor/control.ts';
import type { Phase } from '../stack/supervisor/state.ts';
import { commandsOf } from './blocks.ts';
import { atOffset } from './commands.ts';
import type { DrilledStack } from './drilled-stack.ts';
import type { Drill } from './drills.ts';
import { type Running, runInShell } from './shell.ts';
import type { Traffic } from './traffic.ts';

/** An injected fault. */
export interface InjectedFault {
  /** The time when its commands had ended, or when they began if they run for longer; in milliseconds since 1970. */
  since: number;
  /** Runs the mitigation of the runbook, and ends the commands that still inject the fault. Repeated calls do nothing. */
  heal(): Promise<void>;
  /** Rejects when the fault cannot be injected; never resolves. */
  failed: Promise<never>;
}

interface Injection {
  drill: Drill;
  /** The text of the runbook. */
  runbook: string;
  stack: DrilledStack;
  traffic: Traffic;
  say: (line: string) => void;
}

/** Commands that run for longer than this many milliseconds are a fault for as long as they run. */
const lastingMs = 15_000;

/** Injects the fault of a runbook's drill. */
export async function inject({ drill, runbook, stack, traffic, say }: Injection): Promise<InjectedFault> {
  const run = (commands: string): Running => {
    const local = atOffset(commands, stack.offset);
    say(local.trim());
    return runInShell(local, stack.env);
  };
  const began = Date.now();
  if (drill.customersLeave) traffic.pause();
  const running = commandsOf(runbook, 'local', 'fault').map(run);
  const ended = Promise.all(running.map(({ done }) => done)).then(() => Date.now());
  // The error is reported through `failed`.
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

/** Starts or thaws every component that was ready before, because the mitigation may have failed. */
export async function restore(stack: DrilledStack, before: ReadonlyMap<string, Phase>): Promise<void> {
  for (const [name, phase] of await phasesOf(stack.controlUrl)) {
    if (before.get(name) !== 'ready') continue;
    if (phase === 'frozen') await controlComponent(stack.controlUrl, name, 'thaw');
    if (phase === 'stopped') await controlComponent(stack.controlUrl, name, 'start');
  }
}
