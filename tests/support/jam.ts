import { query } from './ledger.ts';

/** A failure that is injected until it is cleared or disposed of. */
export interface Jam extends AsyncDisposable {
  clear(): Promise<void>;
}

/** Makes the database refuse every reservation of webcams with the message `jammed`, until cleared. */
export async function jamWebcams(): Promise<Jam> {
  await query(
    `CREATE TRIGGER products.jam BEFORE INSERT ON products.stock_ledger FOR EACH ROW
     IF NEW.product_id = 'webcam-hd' THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'jammed'; END IF`,
  );
  const clear = async () => {
    await query('DROP TRIGGER IF EXISTS products.jam');
  };
  return { clear, [Symbol.asyncDispose]: clear };
}
