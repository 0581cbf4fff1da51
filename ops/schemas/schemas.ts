// ops/schemas/schemas.ts: publishes the schemas of new event versions
import { writeFileSync } from 'node:fs';
import { eventSchemas } from './published.ts';

const schemas = eventSchemas();
for (const { name, published, text } of schemas) {
  if (published === undefined || published === text) continue;
  console.error(`${name} is published and must not change: add the next version to events/catalog.ts instead`);
  process.exitCode = 1;
}
const missing = schemas.filter(({ published }) => published === undefined);
for (const { file, text } of missing) writeFileSync(file, text);
console.log(
  missing.length === 0 ? 'all versions are published' : `added ${missing.map(({ name }) => name).join(', ')}`,
);
