// npm run republish: publishes order.placed again for orders whose messages Kafka has deleted
import { createCommand, runCommand } from '../cli/command.ts';

process.env['OTEL_SERVICE_NAME'] ??= 'republish';
process.env['LOG_LEVEL'] ??= 'error';

await runCommand(
  createCommand('npm run republish', 'Reads orders from standard input, and publishes order.placed again for each.', {
    examples: ['npm run -s republish < orders.jsonl'],
    notes: `Each line is an order as JSON: {"orderId": "...", "userId": "...", "items": [{"productId": "...", "quantity": 1}]}
Nothing is published if a line is invalid. An order that is not lost does not change: the workers recognize its id.
Set KAFKA_BROKERS, KAFKA_USERNAME and KAFKA_PASSWORD_FILE to use other brokers (default: those of npm start).`,
  }).action(async () => {
    await import('#platform/process/preload.ts');
    const { republish } = await import('./orders.ts');
    await republish(process.stdin);
  }),
);
