// Lets the instrumentations of start.ts see ES modules as they are imported. A file of its own, because whatever start.ts
// itself imports (node:http above all) is loaded before its first line runs.
import { register } from 'import-in-the-middle/register-hooks.mjs';

register({
  include: ['express', 'http', 'https', 'node:http', 'node:https', 'kafkajs', 'mysql2', 'mysql2/promise', 'winston'],
});
