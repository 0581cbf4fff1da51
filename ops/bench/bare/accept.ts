// ops/bench/bare/accept.ts: accepts orders with nothing but Express and kafkajs
import { randomUUID } from 'node:crypto';
import express from 'express';
import { send } from './kafka.ts';

const app = express();
app.use(express.json());
app.get('/health/ready', (_request, response) => void response.end());
app.post('/api/orders', async (request, response) => {
  const orderId = randomUUID();
  const placedAt = new Date().toISOString();
  await send('orders', [{ orderId, type: 'order.placed', items: request.body.items, placedAt }]);
  response.status(202).json({ orderId, status: 'pending' });
});
app.listen(Number(process.env['PORT']), '127.0.0.1');
