import type { BrowserSpan } from './otlp.ts';

/** The spans as the collector gets them: made anew from what is known, with names and paths of low cardinality. */
export function passedOn(spans: readonly BrowserSpan[], templateOf: (path: string) => string | undefined) {
  return {
    resourceSpans: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'browser' } }] },
        scopeSpans: [{ scope: { name: 'browser' }, spans: spans.map((span) => named(span, templateOf)) }],
      },
    ],
  };
}

function named({ name, attributes, ...span }: BrowserSpan, templateOf: (path: string) => string | undefined) {
  const { 'url.path': path, ...others } = attributes;
  const template = templateOf(path);
  const known = { ...others, ...(template !== undefined && { 'url.template': template }) };
  return {
    ...span,
    name: [name, attributes['web_vital.name'] ?? template].filter((part) => part !== undefined).join(' '),
    attributes: Object.entries(known).flatMap(([key, value]) =>
      value === undefined ? [] : [{ key, value: anyValue(value) }],
    ),
  };
}

function anyValue(value: string | number) {
  if (typeof value === 'string') return { stringValue: value };
  return Number.isInteger(value) ? { intValue: value } : { doubleValue: value };
}

/** Tells the route that a path belongs to: `/orders/:id`. */
export function templates(routes: readonly { path: string }[]): (path: string) => string | undefined {
  const known = [...new Set(routes.map(({ path }) => path))].map((path) => ({
    path,
    // A fixed part before a parameter: the routes of pages have none that could be either.
    matches: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`),
  }));
  return (path) => known.find(({ matches }) => matches.test(path))?.path;
}
