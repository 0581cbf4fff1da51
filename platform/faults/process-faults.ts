import type { Faults } from './faults.ts';

const second = 1_000;
const megabyte = 1_024 * 1_024;

/** Lets the process itself suffer, as is switched on. */
export function injectProcessFaults(faults: Faults): void {
  faults.during('memory-leak', ({ megabytesPerMinute, megabytes }) => {
    const kept: ArrayBuffer[] = [];
    const timer = setInterval(
      () => {
        if (kept.length < megabytes) kept.push(touched());
      },
      (60 * second) / megabytesPerMinute,
    ).unref();
    return () => {
      clearInterval(timer);
      // Given back at once, whenever the collector would have come by.
      for (const block of kept.splice(0)) block.transfer(0);
    };
  });
  faults.during('event-loop-blocked', ({ milliseconds }) => {
    const timer = setInterval(() => {
      const end = performance.now() + milliseconds;
      while (performance.now() < end);
    }, second).unref();
    return () => clearInterval(timer);
  });
}

/** A megabyte that is really there: of pages that nobody wrote to the system keeps none. */
const touched = (): ArrayBuffer => new Uint8Array(megabyte).fill(1).buffer;
