import { clearScreenDown, cursorTo, moveCursor } from 'node:readline';
import { styleText } from 'node:util';
import type { Phase } from '../supervisor/state.ts';
import type { Supervisor } from '../supervisor/supervisor.ts';

const colors: Readonly<Record<Phase, Parameters<typeof styleText>[0]>> = {
  waiting: 'dim',
  preparing: 'yellow',
  building: 'yellow',
  starting: 'yellow',
  ready: 'green',
  frozen: 'cyan',
  restarting: 'red',
  stopping: 'yellow',
  stopped: 'dim',
  skipped: 'red',
};

const counterEveryMs = 60_000;

/** The display of the components' phases: a live table on a terminal, otherwise one line per change. */
export class Display {
  #supervisors: readonly Supervisor[] = [];
  #footer: readonly string[] = [];
  #drawn: readonly string[] = [];
  #timer: NodeJS.Timeout | undefined;
  readonly #printed = new Map<string, { readonly news: string; readonly detail: string; readonly at: number }>();
  readonly #startedAt = Date.now();
  readonly #isLive = process.stdout.isTTY;

  watch(supervisors: readonly Supervisor[]): void {
    this.#supervisors = supervisors;
    if (this.#isLive) this.#timer = setInterval(() => this.#draw(), 100);
  }

  /** Prints lines, above the table if there is one. */
  readonly print = (lines: string): void => {
    this.#erase();
    console.log(lines);
    this.#draw();
  };

  /** Prints lines and keeps them below the table until `stopping`. */
  conclude(lines: readonly string[]): void {
    if (this.#isLive) this.#footer = lines;
    else console.log(lines.join('\n'));
  }

  stopping(reason: string): void {
    this.#footer = [];
    this.print(reason);
  }

  /** Prints the changed phases where no live table shows them. */
  update(): void {
    if (this.#isLive) return;
    for (const { component, phase, detail } of this.#supervisors) {
      const news = `${phase} ${detail.replaceAll(/[\d,]+/g, '')}`;
      const printed = this.#printed.get(component.name);
      // A counter that increases is worth a line a minute.
      const isRecent = printed === undefined || printed.detail === detail || Date.now() - printed.at < counterEveryMs;
      if (printed?.news === news && isRecent) continue;
      this.#printed.set(component.name, { news, detail, at: Date.now() });
      // The supervisor has reported a restart already.
      if (phase === 'waiting' || phase === 'restarting') continue;
      const seconds = ((Date.now() - this.#startedAt) / 1000).toFixed(1).padStart(6);
      console.log(`${seconds} s  ${component.name.padEnd(16)} ${phase}${detail && `: ${detail}`}`);
    }
  }

  /** Draws the table for the last time. */
  end(): void {
    this.#draw();
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#drawn = [];
  }

  #draw(): void {
    if (!this.#timer) return;
    // Some terminals report no size.
    const columns = process.stdout.columns || 80;
    const rows = process.stdout.rows || 24;
    const lines = [
      ...this.#supervisors.map((supervisor) => tableRow(supervisor, columns)),
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

function tableRow({ component, phase, detail, since }: Supervisor, columns: number): string {
  const seconds = phase === 'ready' || phase === 'skipped' ? '' : `${Math.floor((Date.now() - since) / 1000)} s`;
  const start = `${component.name.padEnd(16)} ${component.version.padEnd(9)} `;
  const rest = ` ${seconds.padStart(6)}  ${detail}`;
  const room = Math.max(0, columns - start.length - 10);
  return `${start}${styleText(colors[phase], phase.padEnd(10))}${rest.slice(0, room)}`;
}
