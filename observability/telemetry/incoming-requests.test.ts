import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { defaultTextMapGetter, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { incomingRequests, RequestPropagator } from './incoming-requests.ts';
import { getOrderId } from './order-baggage.ts';
import { startReceiver } from './otlp-receiver.testkit.ts';
import { startService, stopService } from './run-service.testkit.ts';

const order = '0191d3a4-7b1c-5d2e-9f00-aabbccddeeff';
const theirs = 'f'.repeat(32);
const span = 'b7ad6b7169203331';

/** Starts the example service, which believes no caller and samples one trace a second. */
async function startEdge(t: TestContext) {
  const receiver = await startReceiver(t);
  const service = await startService(t, receiver.url, { BELIEVE_CALLERS: 'false', TRACES_PER_SECOND: '1' });
  const send = async (headers: Record<string, string>) => {
    const response = await fetch(`${service.url}/stock`, { headers: { connection: 'close', ...headers } });
    return { traceresponse: response.headers.get('traceresponse') ?? '', body: await response.json() };
  };
  return { receiver, service, send };
}

describe('the trace context of a caller who is not believed', () => {
  it('does not continue: the request begins a new trace, which links to the caller', async (t) => {
    const { receiver, service, send } = await startEdge(t);
    const { traceresponse, body } = await send({
      traceparent: `00-${theirs}-${span}-00`,
      baggage: `order.id=${order}`,
    });
    await stopService(service);
    const [root] = receiver.spans;
    assert.equal(receiver.spans.length, 1);
    assert.notEqual(root?.traceId, theirs);
    assert.equal(root?.parentSpanId, '');
    assert.deepEqual(root?.links, [{ traceId: theirs, spanId: span }]);
    assert.equal(root?.attributes['order.id'], undefined);
    assert.deepEqual(body, {});
    assert.equal(traceresponse, `00-${root?.traceId}-${root?.spanId}-01`);
  });

  it('neither turns sampling on nor off', async (t) => {
    const { receiver, service, send } = await startEdge(t);
    const states = [undefined, 'ot=th:0', 'ot=rv:ffffffffffffff', 'ot=th:0;rv:ffffffffffffff'];
    const traceparent = `00-${theirs}-${span}-01`;
    const requests = Array.from({ length: 200 }, (_, n) => states[n % states.length]);
    await Promise.all(
      requests.map((tracestate) => send({ traceparent, ...(tracestate !== undefined && { tracestate }) })),
    );
    await stopService(service);
    // The service samples about one trace a second, and at least the first.
    assert.ok(receiver.spans.length > 0 && receiver.spans.length < 100, `${receiver.spans.length} of 200`);
  });
});

describe('a believed trace', () => {
  const extract = (carrier: Record<string, string>) =>
    new RequestPropagator().extract(ROOT_CONTEXT, carrier, defaultTextMapGetter);
  const carrier = {
    traceparent: `00-${theirs}-${span}-00`,
    tracestate: 'ot=th:0;rv:ffffffffffffff,other=1',
    baggage: `order.id=${order}`,
  };

  it('keeps its ids, but neither its sampling decision nor its order id', (t) => {
    t.after(() => {
      incomingRequests.belief = () => 'nothing';
    });
    incomingRequests.belief = () => 'trace';
    const context = extract(carrier);
    const { traceId, spanId, traceFlags, traceState } = trace.getSpanContext(context) ?? {};
    assert.deepEqual([traceId, spanId, traceFlags], [theirs, span, 1]);
    assert.match(traceState?.serialize() ?? '', /^ot=rv:[0-9a-f]{14}$/);
    assert.doesNotMatch(traceState?.serialize() ?? '', /ffffffffffffff/);
    assert.equal(getOrderId(context), undefined);
  });

  it('keeps everything from another process of Orderflow', (t) => {
    t.after(() => {
      incomingRequests.belief = () => 'nothing';
    });
    incomingRequests.belief = () => 'everything';
    const context = extract(carrier);
    assert.equal(trace.getSpanContext(context)?.traceFlags, 0);
    assert.equal(getOrderId(context), order);
  });
});
