import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from '../paths.ts';
import type { PreparationContext } from './context.ts';
import { build, compile, goEnv, goInstall } from './go.ts';
import { versions } from './programs.ts';
import { run } from './run.ts';

const collectorManifest = join(repository, 'observability', 'collector', 'builder.yaml');

/** Builds the collector from the source that the collector's own builder generates from its manifest. */
export const buildCollector = (context: PreparationContext): Promise<void> =>
  build('otelcol', context, async (scratch, target) => {
    const manifest = await readFile(collectorManifest, 'utf8');
    const output = manifest.match(/^ +output_path: *(\S+)/m)?.[1];
    if (!output) throw new Error(`${collectorManifest} has no output_path`);
    await copyFile(collectorManifest, join(scratch, 'builder.yaml'));
    const builder = `go.opentelemetry.io/collector/cmd/builder@v${versions['otel-collector']}`;
    await goInstall('builder', builder, scratch, context);
    const source = join(scratch, output);
    await mkdir(source, { recursive: true });
    try {
      const args = ['--config', 'builder.yaml', '--skip-compilation'];
      await run({ file: join(scratch, 'builder'), args, env: goEnv }, context, { cwd: scratch });
    } catch (error) {
      // After the source is written, the builder also downloads modules of other systems, one of which is unavailable.
      if (!(await readFile(join(source, 'go.sum')).catch(() => undefined))) throw error;
    }
    await compile('otelcol', source, '.', target, context, '');
  });
