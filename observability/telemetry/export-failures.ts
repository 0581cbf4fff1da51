interface ExportResult {
  /** 0 means success. */
  code: number;
  error?: Error;
}

const failing = new Set<object>();

/**
 * Logs once when exports begin to fail, and once when they succeed again. The SDK logs failures only if OTEL_LOG_LEVEL is
 * set, and then for every batch.
 */
export function logExportFailures<Items>(exporter: {
  export(items: Items, done: (result: ExportResult) => void): void;
}): void {
  const send = exporter.export.bind(exporter);
  exporter.export = (items, done) =>
    send(items, (result) => {
      recordResult(exporter, result);
      done(result);
    });
}

function recordResult(exporter: object, { code, error }: ExportResult): void {
  const before = failing.size;
  if (code === 0) failing.delete(exporter);
  else failing.add(exporter);
  if (before === 0 && failing.size > 0) writeLine('warn', 'telemetry export failed, dropping telemetry', error);
  if (before > 0 && failing.size === 0) writeLine('info', 'telemetry export succeeded again');
}

/** Writes to standard error, because records of the logger would be exported to the same unavailable collector. */
function writeLine(level: string, message: string, error?: Error): void {
  const line = { level, message, ...(error && { error: error.message }), timestamp: new Date().toISOString() };
  console.error(JSON.stringify(line));
}
