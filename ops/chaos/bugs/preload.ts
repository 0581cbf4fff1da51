// ops/chaos/bugs/preload.ts: makes the mistake that CHAOS_BUG names, in a process that is started with --import of this file
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bugs } from './bugs.ts';

const name = process.env['CHAOS_BUG'] ?? '';
const bug = bugs[name];
if (bug === undefined) throw new Error(`CHAOS_BUG: unknown bug ${name}`);
const url = pathToFileURL(join(import.meta.dirname, '..', '..', '..', bug.file)).href;

registerHooks({
  load: (loading, context, nextLoad) => {
    const loaded = nextLoad(loading, context);
    return loading === url ? { ...loaded, source: bug.make(String(loaded.source)) } : loaded;
  },
});
