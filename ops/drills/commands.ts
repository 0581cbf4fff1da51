import { portsAt } from '../stack/paths.ts';

const defaultPorts = new Set(Object.values(portsAt(0)));

/** Returns a runbook's commands, which use the default ports, adapted to the stack of `npm start -- --port-offset N`. */
export function atOffset(commands: string, offset: number): string {
  if (offset === 0) return commands;
  return commands
    .replaceAll(/(127\.0\.0\.1|localhost):(\d+)/g, (address, host: string, port: string) =>
      defaultPorts.has(Number(port)) ? `${host}:${Number(port) + offset}` : address,
    )
    .replaceAll(/\.local\/(?=data|logs|secrets)/g, `.local/ports+${offset}/`)
    .replaceAll(
      /\bnpm run (-s )?(stack|status|doctor|load|fault)\b( --)?/g,
      (_, silent = '', script: string) => `npm run ${silent}${script} -- --port-offset ${offset}`,
    );
}
