import sonicBoom from 'sonic-boom';
import TransportStream from 'winston-transport';

const messageKey = Symbol.for('message');

/**
 * Lines on standard output, written many at a time: Node writes to a file or a pipe synchronously, which costs a busy
 * process more than all else about a line. What is left is written when the process ends.
 */
export class ConsoleTransport extends TransportStream {
  readonly #output = new sonicBoom.SonicBoom({
    fd: process.stdout.fd,
    minLength: 4_096,
    periodicFlush: 100,
    sync: false,
  });

  constructor(options: TransportStream.TransportStreamOptions) {
    super(options);
    process.on('exit', () => this.#output.flushSync());
  }

  override log(record: { [messageKey]?: string }, next: () => void): void {
    this.#output.write(`${record[messageKey]}\n`);
    next();
  }
}
