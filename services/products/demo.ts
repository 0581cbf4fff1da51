import { demoProducts } from './demo-products.ts';
import { Product } from './models.ts';

/** Adds the missing demo products, and leaves existing ones and their stock unchanged. Replicas may call this concurrently. */
export async function addDemoProducts(): Promise<void> {
  await Product.bulkCreate(
    demoProducts.map(({ stock, ...product }, index) => ({
      ...product,
      initialStock: stock,
      available: stock,
      position: index + 1,
    })),
    { ignoreDuplicates: true },
  );
}
