import sonicBoom from 'sonic-boom';
import TransportStream from 'winston-transport';

const messageKey = Symbol.for('message');

/**
 * A winston transport that writes lines to standard output in batches. Node writes to files and pipes synchronously, and
 * a write per line would be the most expensive part of logging. The last batch is written when the process exits.
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
