import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files in `styles/`, one per component, in cascade order: of two equally specific rules, the later one applies. */
export const components = [
  'theme',
  'buttons',
  'header',
  'header-narrow',
  'footer',
  'home',
  'product-cards',
  'price-and-stock',
  'product-page',
  'cart',
  'summary',
  'messages',
  'forms',
  'order-status',
  'order-list',
  'order-page',
  'order-steps',
  'order-items',
  'problem',
  'answer',
  'journey-colors',
  'journey',
  'hops',
  'journey-narrow',
  'toast',
  'motion',
  'operations',
  'alerts',
  'charts',
  'dead-letters',
  'faults',
];

/** Returns the shop's stylesheet: the files of all components, joined. */
export function shopCss(): string {
  const files = components.map((name) => join(import.meta.dirname, 'styles', `${name}.css`));
  return files.map((file) => readFileSync(file, 'utf8')).join('\n');
}
