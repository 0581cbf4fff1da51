import type { BrowserSpan } from './otlp.ts';

/** Builds the request to the collector from validated values only, with span names and paths of low cardinality. */
export function forwardedSpans(spans: readonly BrowserSpan[], templateOf: (path: string) => string | undefined) {
  return {
    resourceSpans: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'browser' } }] },
        scopeSpans: [{ scope: { name: 'browser' }, spans: spans.map((span) => withTemplate(span, templateOf)) }],
      },
    ],
  };
}

// The proof of the trace is not forwarded: whoever knows it can add to the trace.
function withTemplate(
  { name, attributes, traceState: _proof, ...span }: BrowserSpan,
  templateOf: (path: string) => string | undefined,
) {
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
  return Number.isSafeInteger(value) ? { intValue: value } : { doubleValue: value };
}

/** Returns a function that finds the route template of a path: `/orders/:id`. */
export function templates(routes: readonly { path: string }[]): (path: string) => string | undefined {
  const known = [...new Set(routes.map(({ path }) => path))].map((path) => ({
    path,
    // Each path matches at most one template: no page has a fixed segment where another has a parameter.
    matches: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`),
  }));
  return (path) => known.find(({ matches }) => matches.test(path))?.path;
}
