import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { ExpectedError } from '../../cli/command.ts';
import { listens } from '../../load/ports.ts';

/** The bytes to send on one connection. */
export interface Exchange {
  port: number;
  /** The parts, one character per byte (`latin1`). They are sent one after the other, with a short pause between them. */
  parts: readonly string[];
  /** True if the server must close the connection after its response. */
  closes: boolean;
}

const pauseMs = 5;
/** The silence after which the client gives up, because an unfinished request has no response. */
const quietMs = 100;
const closesWithinMs = 15_000;
const restartsWithinMs = 60_000;

/**
 * Sends the parts and returns what the server sends back until it closes the connection, or sends nothing more.
 * @throws {Error} if the server closes its port, or does not respond
 */
export async function exchange({ port, parts, closes }: Exchange): Promise<string> {
  const socket = await open(port);
  let received = '';
  const waitMs = closes ? closesWithinMs : quietMs;
  const { promise: over, resolve, reject } = Promise.withResolvers<void>();
  socket.setTimeout(waitMs, () =>
    closes ? reject(new Error(`no response within ${closesWithinMs / 1_000} s`)) : resolve(),
  );
  socket.setEncoding('latin1').on('data', (text: string) => {
    received += text;
    // A stream of events ends only when its order settles.
    if (/\r\ncontent-type: text\/event-stream/i.test(received)) resolve();
  });
  // The server may reset a connection whose remaining bytes it does not read.
  socket.on('error', () => resolve()).on('close', () => resolve());
  try {
    await send(socket, parts);
    await over;
  } finally {
    socket.destroy();
  }
  if (received === '' && !(await listens(port))) throw new Error('the process has ended');
  return received;
}

async function send(socket: Socket, parts: readonly string[]): Promise<void> {
  for (const [n, part] of parts.entries()) {
    if (n > 0) await delay(pauseMs);
    if (!socket.writable) return;
    socket.write(part, 'latin1');
  }
}

/** Connects. Retries for up to 60 s, because a process that an earlier request ended is being restarted. */
async function open(port: number): Promise<Socket> {
  const deadline = Date.now() + restartsWithinMs;
  for (;;) {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    try {
      await once(socket, 'connect');
      return socket;
    } catch {
      if (Date.now() > deadline) throw new ExpectedError(`nothing listens on 127.0.0.1:${port}`);
      await delay(100);
    }
  }
}
