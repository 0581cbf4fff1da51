import type { PreparationContext } from './context.ts';

/** About how many packages Go compiles for each program, when the programs above it are compiled already. */
const packages: Readonly<Record<string, number>> = {
  otelcol: 1_350,
  jaeger: 2_050,
  prometheus: 1_200,
  alertmanager: 250,
  loki: 1_550,
  k6: 450,
};

/** The packages that this process has compiled for earlier programs, and the time that this took. */
const earlier = { packages: 0, ms: 0 };

/** The progress of one program that Go compiles. */
export interface CompileProgress {
  /** Takes a line of Go's output: Go prints the name of each package that it has compiled. */
  readonly onLine: (line: string) => void;
  /** Ends the count. Its speed is the estimate for the next program. */
  readonly finish: () => void;
}

/** Counts the packages that Go compiles for a program, and reports the count as the progress. */
export function countPackages(name: string, { progress }: PreparationContext): CompileProgress {
  const startedAt = performance.now();
  let done = 0;
  progress('compiling');
  return {
    onLine: (line) => {
      if (line.startsWith('go: ')) return;
      done += 1;
      progress(describeProgress(done, packages[name], earlier.packages === 0 ? undefined : earlier));
    },
    finish: () => {
      earlier.packages += done;
      earlier.ms += performance.now() - startedAt;
    },
  };
}

/**
 * Describes how far a program is: `compiling, 827 of about 1,150 packages, about 4 min left`.
 * @param total about how many packages the program has, if that is known
 * @param measured how long other packages took, if any were compiled
 */
export function describeProgress(
  done: number,
  total: number | undefined,
  measured: { readonly packages: number; readonly ms: number } | undefined,
): string {
  const count = (number: number) => number.toLocaleString('en-US');
  if (total === undefined || done > total) return `compiling, ${count(done)} packages done`;
  const text = `compiling, ${count(done)} of about ${count(total)} packages`;
  if (measured === undefined) return text;
  const minutes = ((total - done) * measured.ms) / measured.packages / 60_000;
  return `${text}, about ${Math.max(1, Math.round(minutes))} min left`;
}
