import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** A socket to which others can connect, or send datagrams. `address` is as /proc/net writes it. */
export interface ListeningSocket {
  pid: number;
  protocol: string;
  address: string;
  port: number;
}

const states: Readonly<Record<string, string>> = { tcp: '0A', tcp6: '0A', udp: '07', udp6: '07' };

/** Returns the listening sockets of these processes. */
export async function listeningSockets(pids: readonly number[]): Promise<ListeningSocket[]> {
  const owners = new Map<string, number>();
  for (const pid of pids) for (const inode of await socketsOf(pid)) owners.set(inode, pid);
  const found: ListeningSocket[] = [];
  for (const [protocol, listening] of Object.entries(states)) {
    const [, ...lines] = (await readFile(`/proc/net/${protocol}`, 'utf8')).trim().split('\n');
    for (const line of lines) {
      const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/ +/);
      const pid = owners.get(inode);
      const [address = '', port = ''] = local.split(':');
      if (pid !== undefined && state === listening)
        found.push({ pid, protocol, address, port: Number.parseInt(port, 16) });
    }
  }
  return found;
}

/** Returns the inodes of a process's sockets. */
async function socketsOf(pid: number): Promise<string[]> {
  const folder = `/proc/${pid}/fd`;
  const links = (await readdir(folder)).map((fd) => readlink(join(folder, fd)).catch(() => ''));
  return (await Promise.all(links)).flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
}
