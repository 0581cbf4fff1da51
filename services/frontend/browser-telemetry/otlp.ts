import { z } from 'zod';

const hex = (length: number) => z.string().regex(new RegExp(`^[0-9a-f]{${length}}$`));

const value = z
  .union([
    z.object({ stringValue: z.string().max(200) }).transform(({ stringValue }) => stringValue),
    z.object({ intValue: z.int() }).transform(({ intValue }) => intValue),
    z.object({ doubleValue: z.number() }).transform(({ doubleValue }) => doubleValue),
  ])
  .describe('an OTLP AnyValue');

/** What the spans of browser/telemetry.ts say of themselves. */
const attributes = z.strictObject({
  'url.path': z.string(),
  'http.request.method': z.enum(['GET', 'POST']).optional(),
  'http.response.status_code': z.int().min(100).max(599).optional(),
  'web_vital.name': z.enum(['CLS', 'FCP', 'INP', 'LCP', 'TTFB']).optional(),
  'web_vital.value': z.number().min(0).optional(),
  'web_vital.rating': z.enum(['good', 'needs-improvement', 'poor']).optional(),
});

/** A browser's clock may be wrong, but not by more. */
const mostOff = BigInt(60 * 60 * 1_000) * 1_000_000n;
const nanoseconds = z
  .string()
  .regex(/^\d{1,19}$/)
  .refine((text) => {
    const off = BigInt(text) - BigInt(Date.now()) * 1_000_000n;
    return off < mostOff && -off < mostOff;
  });

const span = z.object({
  traceId: hex(32),
  spanId: hex(16),
  parentSpanId: hex(16).optional(),
  name: z.enum(['submit', 'GET', 'POST', 'document load', 'document fetch', 'web vital']),
  kind: z.literal([1, 3]),
  startTimeUnixNano: nanoseconds,
  endTimeUnixNano: nanoseconds,
  attributes: z
    .array(z.object({ key: z.string(), value }))
    .max(8)
    // What it really is, the next schema finds out.
    .transform((list) => Object.fromEntries(list.map(({ key, value }) => [key, value])) as z.input<typeof attributes>)
    .pipe(attributes),
  status: z.object({ code: z.literal([0, 1, 2]) }),
});
export type BrowserSpan = z.output<typeof span>;

/** What the exporter of a browser sends (OTLP/HTTP, JSON): only what our own pages would, and not much at once. */
export const exportRequest = z
  .object({
    resourceSpans: z.array(z.object({ scopeSpans: z.array(z.object({ spans: z.array(span).max(16) })).max(1) })).max(1),
  })
  .transform(({ resourceSpans }) =>
    resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
  );
