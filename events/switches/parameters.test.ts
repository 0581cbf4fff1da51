import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parametersSchema } from './parameters.ts';

describe('the parameters of a fault', () => {
  const accepts = (type: string) => parametersSchema('message-errors').safeParse({ type }).success;

  it('accept a type of the event catalog', () => assert.equal(accepts('order.placed'), true));

  it('reject a type that the event catalog does not contain', () => assert.equal(accepts('order.forgotten'), false));
});
