import { clearScreenDown, cursorTo, moveCursor } from 'node:readline';
import { styleText } from 'node:util';
import type { Phase } from './state.ts';
import type { Supervisor } from './supervisor.ts';

const colours: Readonly<Record<Phase, Parameters<typeof styleText>[0]>> = {
  waiting: 'dim',
  preparing: 'yellow',
  starting: 'yellow',
  ready: 'green',
  restarting: 'red',
  stopping: 'yellow',
  stopped: 'dim',
  missing: 'red',
};

/** Shows how the components are doing: a live table on a terminal, one line per change elsewhere. */
export class Display {
  #supervisors: readonly Supervisor[] = [];
  #rows = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #printed = new Map<string, Phase>();
  readonly #began = Date.now();
  readonly #live = process.stdout.isTTY;

  watch(supervisors: readonly Supervisor[]): void {
    this.#supervisors = supervisors;
    if (this.#live) this.#timer = setInterval(() => this.#draw(), 100);
  }

  /** Prints a line, above the table if there is one. */
  readonly say = (line: string): void => {
    this.#erase();
    console.log(line);
    this.#draw();
  };

  readonly changed = (): void => {
    if (this.#live) return;
    for (const { component, phase, detail } of this.#supervisors) {
      if (this.#printed.get(component.name) === phase) continue;
      this.#printed.set(component.name, phase);
      // Of a restart there is a line already.
      if (phase === 'waiting' || phase === 'restarting') continue;
      const seconds = ((Date.now() - this.#began) / 1000).toFixed(1).padStart(6);
      console.log(`${seconds} s  ${component.name.padEnd(16)} ${phase}${detail && `: ${detail}`}`);
    }
  };

  /** Leaves the table as it is and draws no more. */
  end(): void {
    clearInterval(this.#timer);
    this.#draw();
    this.#timer = undefined;
    this.#rows = 0;
  }

  #erase(): void {
    if (!this.#live || this.#rows === 0) return;
    moveCursor(process.stdout, 0, -this.#rows);
    cursorTo(process.stdout, 0);
    clearScreenDown(process.stdout);
    this.#rows = 0;
  }

  #draw(): void {
    if (!this.#timer) return;
    const width = process.stdout.columns;
    const rows = this.#supervisors.map(({ component, phase, detail, since }) => {
      const seconds = phase === 'ready' || phase === 'missing' ? '' : `${Math.floor((Date.now() - since) / 1000)} s`;
      const start = `${component.name.padEnd(16)} ${component.version.padEnd(9)} `;
      const rest = `${seconds.padStart(6)}  ${detail}`.slice(0, Math.max(0, width - start.length - 12));
      return `${start}${styleText(colours[phase], phase.padEnd(10))} ${rest}\n`;
    });
    this.#erase();
    process.stdout.write(rows.join(''));
    this.#rows = rows.length;
  }
}
