import type { Request, Response } from 'express';
import { type PageContext, readPageContext } from '../request/page-context.ts';
import { layout } from './layout.ts';
import type { Page } from './page.ts';

/** Builds a page for the visitor and sends it as the response. */
export async function renderPage(
  request: Request,
  response: Response,
  build: (context: PageContext) => Page | Promise<Page>,
): Promise<void> {
  const context = readPageContext(request, response);
  const page = await build(context);
  response.type('html').send(String(await layout(context, page)));
}
