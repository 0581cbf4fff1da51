import type { Faults } from './faults.ts';

const second = 1_000;
const megabyte = 1_024 * 1_024;

/** Leaks memory, blocks the event loop or ends the process while a fault is on. */
export function injectProcessFaults(faults: Faults): void {
  faults.during('memory-leak', ({ megabytesPerMinute, megabytes }) => {
    const leaked: ArrayBuffer[] = [];
    const timer = setInterval(
      () => {
        if (leaked.length < megabytes) leaked.push(allocateMegabyte());
      },
      (60 * second) / megabytesPerMinute,
    ).unref();
    return () => {
      clearInterval(timer);
      // Frees the memory immediately, without waiting for the garbage collector.
      for (const block of leaked.splice(0)) block.transfer(0);
    };
  });
  faults.during('event-loop-blocked', ({ milliseconds }) => {
    const timer = setInterval(() => {
      const end = performance.now() + milliseconds;
      while (performance.now() < end);
    }, second).unref();
    return () => clearInterval(timer);
  });
  faults.during('crash', (_parameters, isNew) => {
    // The fault is still on when the process is back.
    if (isNew) crash();
    return () => undefined;
  });
}

/** Ends the process at once, without any cleanup. */
function crash(): void {
  process.kill(process.pid, 'SIGKILL');
  // The kernel ignores a signal that the first process of a container sends to itself.
  process.exit(137);
}

/** Allocates a megabyte and writes to it, because the system reserves no memory for pages that were never written. */
const allocateMegabyte = (): ArrayBuffer => new Uint8Array(megabyte).fill(1).buffer;
