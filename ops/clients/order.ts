/** A quantity of a product. */
export interface Item {
  productId: string;
  quantity: number;
}

/** An order that the shop accepted. */
export interface AcceptedOrder {
  orderId: string;
  /** Null if the request was not traced. */
  traceId: string | null;
}

/** An order as the shop shows it to its customer. */
export interface Order {
  orderId: string;
  status: 'pending' | 'confirmed' | 'rejected' | 'cancelled';
  totalCents: number | null;
  reason: string | null;
  history: { status: string; at: string }[];
}
