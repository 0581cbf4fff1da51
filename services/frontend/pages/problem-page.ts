import { trace } from '@opentelemetry/api';
import type { Request, RequestHandler } from 'express';
import type { Problem } from '#platform/http/problem.ts';
import { type ProblemRenderer, sendProblemJson } from '#platform/http/problem-handler.ts';
import { decodeCart, encodeCart } from '../cart/cart-text.ts';
import { type Html, html } from './html.ts';
import type { Page } from './layout/page.ts';
import { renderPage } from './layout/render-page.ts';
import type { PageContext } from './request/page-context.ts';

/** Shows problems to browsers as a page. Other clients, and all requests to the API, get JSON. */
export const problemPages =
  (identify: RequestHandler): ProblemRenderer =>
  async (problem, request, response) => {
    if (/^\/(api|health)\//.test(request.path) || request.accepts(['json', 'html']) !== 'html') {
      return sendProblemJson(problem, request, response);
    }
    if (request.user === undefined) await identify(request, response, () => undefined);
    return renderPage(request, response, (context) => problemPage(context, problem, request));
  };

const known = [400, 403, 404, 429, 503] as const;

function problemPage({ words }: PageContext, { status, options }: Problem, request: Request): Page {
  const { title, says } = words.problem.byStatus[known.find((one) => one === status) ?? (status < 500 ? 400 : 500)];
  const traceId = trace.getActiveSpan()?.spanContext().traceId;
  return {
    title,
    body: html`
      <div class="narrow problem">
        <p class="problem-status" aria-hidden="true">${status}</p>
        <h1>${title}</h1>
        <p class="lead">${says}</p>
        ${options.retryAfter && html`<p>${words.problem.wait(options.retryAfter)}</p>`}
        ${nextSteps(words, status, request)}
        ${status >= 500 && traceId && html`<p class="trace">${words.problem.trace} <code>${traceId}</code></p>`}
      </div>`,
  };
}

/** Returns the links and forms to go on with. An order that was not accepted can be sent again unchanged. */
function nextSteps(words: PageContext['words'], status: number, request: Request): Html {
  const home = html`<a class="btn btn-link" href="/">${words.problem.home}</a>`;
  const cart = request.path === '/checkout' && request.method === 'POST' ? decodeCart(request.body?.cart) : undefined;
  if (cart !== undefined) {
    return html`
        <p class="notice">${words.problem.safe}</p>
        <form method="post" action="/checkout" data-once>
          <input type="hidden" name="cart" value="${encodeCart(cart)}">
          <button class="btn btn-primary">${words.problem.retry}</button>
          ${home}
        </form>`;
  }
  if (request.method !== 'GET' || (status !== 503 && status !== 429)) return html`<p>${home}</p>`;
  return html`<p><a class="btn btn-primary" href="${request.originalUrl}">${words.problem.retry}</a> ${home}</p>`;
}
