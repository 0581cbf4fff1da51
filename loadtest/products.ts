import { check } from 'k6';
import { send } from './send.ts';

/** A product as the shop lists it. */
export interface Product {
  id: string;
  available: number;
}

/** Requests the list of products. */
export function browse(): Product[] {
  const { response } = send({ name: 'browse', path: '/api/products' });
  if (!check(response, { 'the product list is shown': ({ status }) => status === 200 })) return [];
  return (response.json() as unknown as { products: Product[] }).products;
}

/** Requests the details of a product. */
export function lookAt(productId: string): void {
  const { response } = send({ name: 'detail', path: `/api/products/${productId}` });
  check(response, { 'the product is shown': ({ status }) => status === 200 });
}
