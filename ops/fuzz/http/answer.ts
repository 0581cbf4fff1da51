/** An HTTP response, as it arrived. */
export interface Answer {
  status: number;
  /** The headers by their names in lower case. Values of repeated headers are joined. */
  headers: ReadonlyMap<string, string>;
  body: string;
}

/** The interim response. Node sends it as soon as a request asks for it, even within the response to the request before. */
const interim = 'HTTP/1.1 100 Continue\r\n\r\n';
const statusLine = /^HTTP\/1\.[01] (\d{3})[^\r\n]*\r\n/;

/**
 * Parses the responses on a connection.
 * @throws {Error} if the bytes are not HTTP
 */
export function parseAnswers(bytes: string): Answer[] {
  const answers: Answer[] = [];
  let rest = bytes.replaceAll(interim, '');
  while (rest !== '') {
    const [line, status] = statusLine.exec(rest) ?? [];
    const end = rest.indexOf('\r\n\r\n');
    if (line === undefined || end < 0) throw new Error(`not HTTP: ${JSON.stringify(rest.slice(0, 80))}`);
    const headers = parseHeaders(rest.slice(line.length, end));
    rest = rest.slice(end + 4);
    const [body, left] = takeBody(headers, rest);
    answers.push({ status: Number(status), headers, body });
    rest = left;
  }
  return answers;
}

function parseHeaders(text: string): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    const earlier = headers.get(name);
    headers.set(name, earlier === undefined ? value : `${earlier}, ${value}`);
  }
  return headers;
}

/** Returns the body at the beginning of the text, and the text after it. */
function takeBody(headers: ReadonlyMap<string, string>, text: string): [body: string, left: string] {
  // The response to a HEAD request announces a body that it does not have.
  if (text === '' || statusLine.test(text)) return ['', text];
  if (headers.get('transfer-encoding') === 'chunked') return takeChunks(text);
  const length = Number(headers.get('content-length') ?? text.length);
  return [text.slice(0, length), text.slice(length)];
}

function takeChunks(text: string): [body: string, left: string] {
  let body = '';
  let rest = text;
  for (;;) {
    const [line, hex] = /^([0-9a-f]+)[^\r\n]*\r\n/i.exec(rest) ?? [];
    // The connection was closed within the body.
    if (line === undefined || hex === undefined) return [body, ''];
    const size = Number.parseInt(hex, 16);
    body += rest.slice(line.length, line.length + size);
    rest = rest.slice(line.length + size + 2);
    if (size === 0) return [body, rest];
  }
}
