import { trace } from '@opentelemetry/api';
import type { Request, RequestHandler } from 'express';
import { html } from 'hono/html';
import type { Problem } from '#platform/http/problem.ts';
import { type ProblemRenderer, sendProblemJson } from '#platform/http/problem-handler.ts';
import { decode, encode } from './cart.ts';
import { answerPage, type Html, type Page } from './layout.ts';
import type { Visit } from './visit.ts';

/** Answers browsers with a page, and all others, and the API's clients, with JSON. */
export const problemPages =
  (identify: RequestHandler): ProblemRenderer =>
  async (problem, request, response) => {
    if (/^\/(api|health)\//.test(request.path) || request.accepts(['json', 'html']) !== 'html') {
      return sendProblemJson(problem, request, response);
    }
    if (request.user === undefined) await identify(request, response, () => undefined);
    return answerPage(request, response, (visit) => problemPage(visit, problem, request));
  };

const known = [400, 403, 404, 429, 503] as const;

function problemPage({ words }: Visit, { status, options }: Problem, request: Request): Page {
  const { title, says } = words.errors[known.find((one) => one === status) ?? (status < 500 ? 400 : 500)];
  const traceId = trace.getActiveSpan()?.spanContext().traceId;
  return {
    title,
    body: html`
      <div class="narrow problem">
        <p class="problem-status" aria-hidden="true">${status}</p>
        <h1>${title}</h1>
        <p class="lead">${says}</p>
        ${options.retryAfter && html`<p>${words.error.wait(options.retryAfter)}</p>`}
        ${goOn(words, status, request)}
        ${status >= 500 && traceId && html`<p class="trace">${words.error.trace} <code>${traceId}</code></p>`}
      </div>`,
  };
}

/** What a visitor can do next: an order that was not accepted can be sent again as it was. */
function goOn(words: Visit['words'], status: number, request: Request): Html {
  const home = html`<a class="btn btn-link" href="/">${words.error.home}</a>`;
  const cart = request.path === '/checkout' && request.method === 'POST' ? decode(request.body?.cart) : undefined;
  if (cart !== undefined) {
    return html`
        <p class="notice">${words.error.safe}</p>
        <form method="post" action="/checkout" data-once>
          <input type="hidden" name="cart" value="${encode(cart)}">
          <button class="btn btn-primary">${words.error.retry}</button>
          ${home}
        </form>`;
  }
  if (request.method !== 'GET' || (status !== 503 && status !== 429)) return html`<p>${home}</p>`;
  return html`<p><a class="btn btn-primary" href="${request.originalUrl}">${words.error.retry}</a> ${home}</p>`;
}
