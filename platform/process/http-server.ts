import { createServer, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Express, Request, Response } from 'express';

/** The statuses of requests that Node cannot parse, by the code of the error. All others are 400. */
const statuses: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  HPE_HEADER_OVERFLOW: 431,
};

/**
 * Creates a server for an application. It also responds with a problem (RFC 9457) to requests that never reach a route:
 * Node refuses them without a body, and Express with a page of HTML.
 */
export function createHttpServer(app: Express): Server {
  const server = createServer({ requireHostHeader: false }, (request, response) => {
    if (request.httpVersion === '1.1' && request.headers.host === undefined) refuse(response, 400);
    // Express calls no route and no error handler if it cannot parse the address.
    else app(request as Request, response as Response, (error) => refuse(response, error === undefined ? 400 : 500));
  });
  server.on('checkExpectation', (_request, response) => refuse(response, 417));
  server.on('clientError', (error, socket) => refuseMalformed(error, socket));
  return server;
}

/** Responds with a problem that only consists of its status. */
export function refuse(response: ServerResponse, status: number): void {
  const body = problem(status);
  const headers = { 'Content-Type': 'application/problem+json', 'Content-Length': body.length, Connection: 'close' };
  response.writeHead(status, headers).end(body);
}

function refuseMalformed(error: Error, socket: Duplex): void {
  // A response that was begun must not be continued with another one.
  const { _httpMessage: begun } = socket as Duplex & { _httpMessage?: ServerResponse };
  if (socket.writable && !begun?.headersSent) {
    const status = statuses['code' in error ? String(error.code) : ''] ?? 400;
    const body = problem(status);
    const lines = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'Content-Type: application/problem+json',
      `Content-Length: ${body.length}`,
      'Connection: close',
    ];
    socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
  }
  socket.destroy(error);
}

const problem = (status: number): string =>
  JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status], status });
