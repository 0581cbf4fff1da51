// npm run republish: publishes events again that Kafka has deleted
import { createCommand, runCommand } from '../cli/command.ts';

process.env['OTEL_SERVICE_NAME'] ??= 'republish';
process.env['LOG_LEVEL'] ??= 'error';

await runCommand(
  createCommand('npm run republish', 'Reads events from standard input, and publishes them again.', {
    examples: ['npm run -s republish < events.jsonl'],
    notes: `Each line is an event as JSON:
  {"orderId": "...", "userId": "...", "items": [{"productId": "...", "quantity": 1}]}
  {"type": "order.cancellation-requested", "orderId": "...", "userId": "..."}
  {"type": "order.overdue", "orderId": "..."}
Nothing is published if a line is invalid. An order that is not lost does not change: the workers recognize the event, and
publish again what they have decided.
Set KAFKA_BROKERS, KAFKA_USERNAME and KAFKA_PASSWORD_FILE to use other brokers (default: those of npm start).`,
  }).action(async () => {
    await import('#platform/process/preload.ts');
    const { republish } = await import('./events.ts');
    await republish(process.stdin);
  }),
);
