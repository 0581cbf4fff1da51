import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parametersSchema } from './parameters.ts';

describe('the parameters of a fault', () => {
  const accepts = (type: string) => parametersSchema('message-errors').safeParse({ type }).success;

  it('may name an event of the catalog', () => assert.equal(accepts('order.placed'), true));

  it('may not name an event that the catalog does not have', () => assert.equal(accepts('order.forgotten'), false));
});
