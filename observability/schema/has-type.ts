import type { AttributeType } from './registry.ts';

/** Returns true if the value of an attribute, as Jaeger returns it, has this type. Jaeger returns arrays as JSON. */
export function hasType(value: unknown, type: AttributeType): boolean {
  switch (type) {
    case 'any':
      return true;
    case 'int':
      return Number.isInteger(value);
    case 'double':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'string':
      return typeof value === 'string';
    case 'string[]':
    case 'int[]':
      return typeof value === 'string' && value.startsWith('[');
  }
}
