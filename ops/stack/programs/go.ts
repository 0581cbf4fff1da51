import { copyFile, mkdir, readFile, rename } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { z } from 'zod';
import { repository } from '../paths.ts';
import type { PreparationContext } from './context.ts';
import { isCached, keep, versions } from './programs.ts';
import { run, which } from './run.ts';

// No C compiler is needed, and nothing of a repository or workspace around the sources gets in.
const env = { CGO_ENABLED: '0', GOWORK: 'off', GOFLAGS: '-buildvcs=false' };

export const collectorManifest = join(repository, 'observability', 'collector', 'builder.yaml');

/** One line if this machine can't build a program that is not kept yet. */
export async function missingGo(name: string): Promise<string | undefined> {
  if (isCached(name) || (await which('go'))) return undefined;
  return 'go is not installed, and it is built with it: see https://go.dev/doc/install';
}

// A build uses all cores by itself: one after the other.
let latest: Promise<void> | undefined;

function build(
  name: string,
  context: PreparationContext,
  make: (scratch: string, target: string) => Promise<void>,
): Promise<void> {
  if (isCached(name)) return Promise.resolve();
  if (latest) context.progress('waiting for the build before it');
  latest = (latest ?? Promise.resolve()).catch(() => undefined).then(() => keep(name, context, make));
  return latest;
}

/** Jaeger 2.N.P is the Go module v1.(63 + N).P, which is built in its own folder. */
export const buildJaeger = (context: PreparationContext): Promise<void> =>
  build('jaeger', context, async (_scratch, target) => {
    const [, minor, patch] = versions.jaeger.split('.');
    const source = await download(`github.com/jaegertracing/jaeger@v1.${63 + Number(minor)}.${patch}`, context);
    const version = `-X github.com/jaegertracing/jaeger/internal/version.latestVersion=v${versions.jaeger}`;
    await compile(source, './cmd/jaeger', target, context, version);
  });

/**
 * Loki's module replaces one of its dependencies by a folder that is not in the module, so it can't be built by itself:
 * it is built as a dependency, with its other replacements taken over.
 */
export const buildLoki = (context: PreparationContext): Promise<void> =>
  build('loki', context, async (scratch, target) => {
    const module = 'github.com/grafana/loki/v3';
    const source = await download(`${module}@v${versions.loki}`, context);
    const { Replace } = goMod.parse(
      JSON.parse(await go(['mod', 'edit', '-json', join(source, 'go.mod')], scratch, context)),
    );
    const replacements = Replace.filter(({ New }) => New.Version !== undefined).map(
      ({ Old, New }) => `-replace=${Old.Path}=${New.Path}@${New.Version}`,
    );
    await go(['mod', 'init', 'loki'], scratch, context);
    await go(['mod', 'edit', ...replacements], scratch, context);
    await go(['get', '-tool', `${module}/cmd/loki@v${versions.loki}`], scratch, context);
    const version = `-X ${module}/pkg/util/build.Version=${versions.loki}`;
    await compile(scratch, `${module}/cmd/loki`, target, context, version);
  });

/** Prometheus 3.N.P is the Go module v0.(300 + N).P, which is built in its own folder; promtool checks its rules. */
export async function buildPrometheus(context: PreparationContext): Promise<void> {
  const [, minor, patch] = versions.prometheus.split('.');
  const version = `-X github.com/prometheus/common/version.Version=${versions.prometheus}`;
  for (const name of ['prometheus', 'promtool']) {
    await build(name, context, async (_scratch, target) => {
      const source = await download(`github.com/prometheus/prometheus@v0.${300 + Number(minor)}.${patch}`, context);
      await compile(source, `./cmd/${name}`, target, context, version);
    });
  }
}

/** Alertmanager, and amtool, which checks its configuration. */
export async function buildAlertmanager(context: PreparationContext): Promise<void> {
  for (const name of ['alertmanager', 'amtool']) {
    await buildInstalled(name, `github.com/prometheus/alertmanager/cmd/${name}@v${versions.alertmanager}`, context);
  }
}

/** The load generator. */
export const buildK6 = (context: PreparationContext): Promise<void> =>
  buildInstalled('k6', `go.k6.io/k6@v${versions.k6}`, context);

/** The proxy that disturbs connections. Its version is a part of the name that it is kept under. */
export const buildToxiproxy = (name: string, version: string, context: PreparationContext): Promise<void> =>
  buildInstalled(name, `github.com/Shopify/toxiproxy/v2/cmd/server@v${version}`, context);

/** A program whose module can be installed as it is. */
const buildInstalled = (name: string, pack: string, context: PreparationContext): Promise<void> =>
  build(name, context, async (scratch, target) => {
    context.progress('downloading');
    const command = { file: 'go', args: ['install', '-v', '-trimpath', pack], env: { ...env, GOBIN: scratch } };
    await run(command, context, { cwd: scratch, ...background(context) });
    // Go names it after its folder.
    await rename(join(scratch, posix.basename(pack.split('@')[0] ?? '')), target);
  });

/** The collector's own builder writes the source that its manifest asks for. */
export const buildCollector = (context: PreparationContext): Promise<void> =>
  build('otelcol', context, async (scratch, target) => {
    context.progress('downloading');
    const manifest = await readFile(collectorManifest, 'utf8');
    const output = manifest.match(/^ +output_path: *(\S+)/m)?.[1];
    if (!output) throw new Error(`${collectorManifest} names no output_path`);
    await copyFile(collectorManifest, join(scratch, 'builder.yaml'));
    const builder = `go.opentelemetry.io/collector/cmd/builder@v${versions['otel-collector']}`;
    await run({ file: 'go', args: ['install', builder], env: { ...env, GOBIN: scratch } }, context, {
      cwd: scratch,
      ...background(context),
    });
    const source = join(scratch, output);
    await mkdir(source, { recursive: true });
    try {
      const args = ['--config', 'builder.yaml', '--skip-compilation'];
      await run({ file: join(scratch, 'builder'), args, env }, context, { cwd: scratch });
    } catch (error) {
      // It then fetches the modules of other systems too, and one of them is not to be had.
      if (!(await readFile(join(source, 'go.sum')).catch(() => undefined))) throw error;
    }
    await compile(source, '.', target, context, '');
  });

const goMod = z.object({
  Replace: z
    .array(
      z.object({
        Old: z.object({ Path: z.string() }),
        New: z.object({ Path: z.string(), Version: z.string().optional() }),
      }),
    )
    .nullish()
    .transform((list) => list ?? []),
});

/** Downloads a module. Answers its folder. */
async function download(module: string, context: PreparationContext): Promise<string> {
  context.progress('downloading');
  const answer = await run({ file: 'go', args: ['mod', 'download', '-json', module], env }, context, { cwd: '/' });
  return z.object({ Dir: z.string() }).parse(JSON.parse(answer)).Dir;
}

const go = (args: readonly string[], cwd: string, context: PreparationContext): Promise<string> =>
  run({ file: 'go', args, env }, context, { cwd });

async function compile(
  folder: string,
  pack: string,
  target: string,
  context: PreparationContext,
  flags: string,
): Promise<void> {
  const args = ['build', '-v', '-trimpath', `-ldflags=-s -w ${flags}`, '-o', target, pack];
  await run({ file: 'go', args, env }, context, { cwd: folder, ...background(context) });
}

/** Behind whatever runs already; each line is a package that has been compiled. */
function background(context: PreparationContext) {
  let packages = 0;
  context.progress('compiling');
  const onLine = () => {
    packages += 1;
    context.progress(`compiling, ${packages} packages done`);
  };
  return { background: true, onLine };
}
