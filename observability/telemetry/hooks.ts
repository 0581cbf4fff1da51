// Registers the hooks through which the instrumentations of start.ts patch ES modules when they are imported. This must
// happen before start.ts is loaded, because its imports already load some of these modules, such as node:http.
import { register } from 'import-in-the-middle/register-hooks.mjs';

register({
  include: ['express', 'http', 'https', 'node:http', 'node:https', 'kafkajs', 'mysql2', 'mysql2/promise', 'winston'],
});
