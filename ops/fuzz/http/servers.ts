import type { Ports } from '../../stack/paths.ts';

/** A server and some of its routes. A route is a method and a path, in which `{id}` stands for any id. */
export interface Server {
  name: string;
  port: number;
  routes: readonly string[];
}

const health = ['GET /health/live', 'GET /health/ready'];

const pages = [
  ...['/', '/products', '/products/{id}', '/cart', '/checkout', '/login', '/register', '/orders', '/orders/{id}'],
  ...[
    '/orders/{id}/journey',
    '/orders/{id}/journey.json',
    '/operations',
    '/operations/traces',
    '/operations/traces/{id}',
  ],
  ...['/operations/dead-letters/{id}', '/operations/dead-letters', '/operations/orders', '/operations/faults'],
  ...['/operations/audit', '/openapi.json', '/assets/{id}'],
].map((path) => `GET ${path}`);

const forms = [
  ...['/cart', '/checkout', '/login', '/register', '/logout', '/language', '/telemetry', '/operations/faults'],
  ...['/orders/{id}/again', '/orders/{id}/cancellation', '/orders/{id}/slow-motion', '/operations/dead-letters/job'],
].map((path) => `POST ${path}`);

/** Returns every HTTP server of Orderflow at these ports. */
export function serversAt(ports: Ports): Server[] {
  const server = (name: string, port: keyof Ports, routes: readonly string[]): Server => ({
    name,
    port: ports[port],
    routes: [...health, ...routes],
  });
  return [
    server('frontend', 'frontend', [...pages, ...forms, 'GET /api/orders/{id}/events']),
    server('user-service', 'userService', ['POST /users', 'POST /sessions', 'GET /.well-known/jwks.json']),
    server('product-service', 'productService', ['GET /products', 'GET /products/{id}']),
    server('order-service', 'orderService', ['GET /orders', 'GET /orders/{id}']),
    server('product-worker', 'productWorker', []),
    server('order-worker', 'orderWorker', []),
    server('event-monitor', 'eventMonitor', []),
    server('alert-inbox', 'alertInbox', [
      'POST /api/notifications',
      'GET /api/alerts',
      'GET /',
      'GET /inbox.css',
      'GET /inbox.js',
      'GET /runbooks/{id}',
    ]),
  ];
}
