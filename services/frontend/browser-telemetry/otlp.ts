import { z } from 'zod';

const hex = (length: number) => z.string().regex(new RegExp(`^[0-9a-f]{${length}}$`));

const value = z
  .union([
    z.object({ stringValue: z.string().max(200) }).transform(({ stringValue }) => stringValue),
    z.object({ intValue: z.int() }).transform(({ intValue }) => intValue),
    z.object({ doubleValue: z.number() }).transform(({ doubleValue }) => doubleValue),
  ])
  .describe('an OTLP AnyValue');

/** The largest accepted value of a web vital: an hour in milliseconds. */
const maxVital = 60 * 60 * 1_000;

/** A web vital, rounded: a number with 13 digits may look like that of a card, which the collector masks. */
const vital = z
  .number()
  .min(0)
  .max(maxVital)
  .transform((value) => Math.round(value * 10_000) / 10_000);

/** The attributes that the spans of browser/telemetry.ts may have. */
const attributes = z.strictObject({
  'url.path': z.string(),
  'http.request.method': z.enum(['GET', 'POST']).optional(),
  'http.response.status_code': z.int().min(100).max(599).optional(),
  'web_vital.name': z.enum(['CLS', 'FCP', 'INP', 'LCP', 'TTFB']).optional(),
  'web_vital.value': vital.optional(),
  'web_vital.rating': z.enum(['good', 'needs-improvement', 'poor']).optional(),
});

/** The largest accepted error of a browser's clock, in nanoseconds: one hour. */
const maxClockError = BigInt(60 * 60 * 1_000) * 1_000_000n;
const nanoseconds = z
  .string()
  .regex(/^\d{1,19}$/, { abort: true })
  .refine((text) => {
    const off = BigInt(text) - BigInt(Date.now()) * 1_000_000n;
    return off < maxClockError && -off < maxClockError;
  });

const span = z.object({
  traceId: hex(32),
  /** Proves that the trace belongs to a page (page-traces.ts). */
  traceState: z.string().max(200),
  spanId: hex(16),
  parentSpanId: hex(16).optional(),
  name: z.enum(['submit', 'GET', 'POST', 'document load', 'document fetch', 'web vital']),
  kind: z.literal([1, 3]),
  startTimeUnixNano: nanoseconds,
  endTimeUnixNano: nanoseconds,
  attributes: z
    .array(z.object({ key: z.string(), value }))
    .max(8)
    // The next schema checks the actual type.
    .transform((list) => Object.fromEntries(list.map(({ key, value }) => [key, value])) as z.input<typeof attributes>)
    .pipe(attributes),
  status: z.object({ code: z.literal([0, 1, 2]) }),
});
export type BrowserSpan = z.output<typeof span>;

/** The export request of a browser (OTLP/HTTP, JSON): at most 16 spans, and only those that our own pages send. */
export const exportRequest = z
  .object({
    resourceSpans: z.array(z.object({ scopeSpans: z.array(z.object({ spans: z.array(span).max(16) })).max(1) })).max(1),
  })
  .transform(({ resourceSpans }) =>
    resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
  );
