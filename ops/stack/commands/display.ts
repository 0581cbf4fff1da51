import { clearScreenDown, cursorTo, moveCursor } from 'node:readline';
import { styleText } from 'node:util';
import type { Phase } from '../supervisor/state.ts';
import type { Supervisor } from '../supervisor/supervisor.ts';

const colours: Readonly<Record<Phase, Parameters<typeof styleText>[0]>> = {
  waiting: 'dim',
  preparing: 'yellow',
  starting: 'yellow',
  ready: 'green',
  frozen: 'cyan',
  restarting: 'red',
  stopping: 'yellow',
  stopped: 'dim',
  missing: 'red',
};

/** Shows how the components are doing: a live table on a terminal, one line per change elsewhere. */
export class Display {
  #supervisors: readonly Supervisor[] = [];
  #footer: readonly string[] = [];
  #drawn: readonly string[] = [];
  #timer: NodeJS.Timeout | undefined;
  readonly #printed = new Map<string, string>();
  readonly #began = Date.now();
  readonly #live = process.stdout.isTTY;

  watch(supervisors: readonly Supervisor[]): void {
    this.#supervisors = supervisors;
    if (this.#live) this.#timer = setInterval(() => this.#draw(), 100);
  }

  /** Prints lines, above the table if there is one. */
  readonly say = (lines: string): void => {
    this.#erase();
    console.log(lines);
    this.#draw();
  };

  /** Prints lines that stay the last ones, until `stopping`. */
  conclude(lines: readonly string[]): void {
    if (this.#live) this.#footer = lines;
    else console.log(lines.join('\n'));
  }

  stopping(reason: string): void {
    this.#footer = [];
    this.say(reason);
  }

  readonly changed = (): void => {
    if (this.#live) return;
    for (const { component, phase, detail } of this.#supervisors) {
      // Counting up is not worth a line.
      const news = `${phase} ${detail.replaceAll(/\d+/g, '')}`;
      if (this.#printed.get(component.name) === news) continue;
      this.#printed.set(component.name, news);
      // Of a restart there is a line already.
      if (phase === 'waiting' || phase === 'restarting') continue;
      const seconds = ((Date.now() - this.#began) / 1000).toFixed(1).padStart(6);
      console.log(`${seconds} s  ${component.name.padEnd(16)} ${phase}${detail && `: ${detail}`}`);
    }
  };

  /** Draws the table for the last time. */
  end(): void {
    this.#draw();
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#drawn = [];
  }

  #draw(): void {
    if (!this.#timer) return;
    // A terminal may say that it has no size.
    const columns = process.stdout.columns || 80;
    const rows = process.stdout.rows || 24;
    const lines = [
      ...this.#supervisors.map((supervisor) => line(supervisor, columns)),
      ...this.#footer.map((text) => text.slice(0, columns)),
    ].slice(0, rows - 1);
    if (lines.join('\n') === this.#drawn.join('\n')) return;
    this.#erase();
    process.stdout.write(lines.map((text) => `${text}\n`).join(''));
    this.#drawn = lines;
  }

  #erase(): void {
    if (this.#drawn.length === 0) return;
    moveCursor(process.stdout, 0, -this.#drawn.length);
    cursorTo(process.stdout, 0);
    clearScreenDown(process.stdout);
    this.#drawn = [];
  }
}

function line({ component, phase, detail, since }: Supervisor, columns: number): string {
  const seconds = phase === 'ready' || phase === 'missing' ? '' : `${Math.floor((Date.now() - since) / 1000)} s`;
  const start = `${component.name.padEnd(16)} ${component.version.padEnd(9)} `;
  const rest = ` ${seconds.padStart(6)}  ${detail}`;
  const room = Math.max(0, columns - start.length - 10);
  return `${start}${styleText(colours[phase], phase.padEnd(10))}${rest.slice(0, room)}`;
}
