import { activeFaultRecord } from '#platform/faults/active-fault.ts';
import { jsonSchema } from '#platform/http/json-schema.ts';
import { traceHeaders } from './headers.ts';
import type { Message } from './message.ts';

const headers = jsonSchema(traceHeaders);
const bindings = { kafka: { key: { type: 'string' }, bindingVersion: '0.5.0' } } as const;

/** The messages of the topic of faults. The key names the fault, the process and the operation; the last message is valid. */
export const faultMessages: Readonly<Record<string, Message>> = {
  'fault-on': {
    name: 'fault-on',
    title: 'Fault switched on',
    contentType: 'application/json',
    headers,
    payload: jsonSchema(activeFaultRecord),
    bindings,
  },
  'fault-off': {
    name: 'fault-off',
    title: 'Fault switched off',
    summary: 'It has no value, so that compaction removes the fault',
    contentType: 'application/json',
    headers,
    payload: { type: 'null' },
    bindings,
  },
};
