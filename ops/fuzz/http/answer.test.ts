import assert from 'node:assert/strict';
import { it } from 'node:test';
import { parseAnswers } from './answer.ts';

it('the responses on a connection are separated', () => {
  const answers = parseAnswers(
    [
      'HTTP/1.1 100 Continue\r\n\r\n',
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX: a\r\nX: b\r\n\r\nhi',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n',
      'HTTP/1.1 404 Not Found\r\nContent-Length: 100\r\n\r\n',
      'HTTP/1.1 204 No Content\r\n\r\n',
      'HTTP/1.0 400 Bad Request\r\n\r\nuntil the end',
    ].join(''),
  );
  assert.deepEqual(
    answers.map(({ status, body }) => [status, body]),
    [
      [200, 'hi'],
      [200, 'abcd'],
      [404, ''],
      [204, ''],
      [400, 'until the end'],
    ],
  );
  assert.equal(answers[0]?.headers.get('x'), 'a, b');
  assert.throws(() => parseAnswers('nonsense'), /not HTTP/);
});
