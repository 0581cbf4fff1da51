interface Result {
  /** 0 is success. */
  code: number;
  error?: Error;
}

const failing = new Set<object>();

/**
 * Says on the console, once, that telemetry can't be exported, and once that it can again. The SDK itself says nothing
 * unless OTEL_LOG_LEVEL is set, and then it says it for every batch.
 */
export function announceFailures<Items>(exporter: {
  export(items: Items, done: (result: Result) => void): void;
}): void {
  const send = exporter.export.bind(exporter);
  exporter.export = (items, done) =>
    send(items, (result) => {
      note(exporter, result);
      done(result);
    });
}

function note(exporter: object, { code, error }: Result): void {
  const before = failing.size;
  if (code === 0) failing.delete(exporter);
  else failing.add(exporter);
  if (before === 0 && failing.size > 0) say('warn', 'telemetry can not be exported and is dropped', error);
  if (before > 0 && failing.size === 0) say('info', 'telemetry is exported again');
}

/** Not through the logger, whose records would wait for the same collector. */
function say(level: string, message: string, error?: Error): void {
  const line = { level, message, ...(error && { error: error.message }), timestamp: new Date().toISOString() };
  console.error(JSON.stringify(line));
}
