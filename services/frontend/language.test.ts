import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createApp } from '#platform/http/app.ts';
import { serve } from '#platform/http/http.testkit.ts';
import { chooseLanguage } from './language.ts';

it('the language is that of ?lang=, or else what Accept-Language prefers, or else French', async () => {
  await using api = await serve(
    createApp({
      dependencies: [],
      routes: [
        {
          method: 'get',
          path: '/',
          handle: (request, response) => void response.send(chooseLanguage(request, response)),
        },
      ],
    }),
  );
  for (const [query, accepted, expected] of [
    ['', '*', 'fr'],
    ['', 'de', 'fr'],
    ['', 'en-GB,en;q=0.9', 'en'],
    ['', 'en;q=0.1,fr;q=0.2', 'fr'],
    ['', 'de,en;q=0.5', 'en'],
    ['', ';;q=,\u00e9', 'fr'],
    ['?lang=en', 'fr', 'en'],
    ['?lang=fr', 'en', 'fr'],
    ['?lang=de', 'en', 'en'],
    ['?lang=en&lang=fr', 'fr', 'fr'],
  ] as const) {
    const response = await fetch(`${api.url}/${query}`, { headers: { 'accept-language': accepted } });
    assert.equal(await response.text(), expected, `${query} ${accepted}`);
    assert.equal(response.headers.get('content-language'), expected);
    assert.match(response.headers.get('vary') ?? '', /Accept-Language/);
  }
});
