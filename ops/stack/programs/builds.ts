import type { PreparationContext } from './context.ts';
import { build, compile, download, installModule } from './go.ts';
import { versions } from './programs.ts';

/** Builds Jaeger. Its version 2.N.P is the Go module v1.(63 + N).P, which is built in its own folder. */
export const buildJaeger = (context: PreparationContext): Promise<void> =>
  build('jaeger', context, async (_scratch, target) => {
    const [, minor, patch] = versions.jaeger.split('.');
    const source = await download(`github.com/jaegertracing/jaeger@v1.${63 + Number(minor)}.${patch}`, context);
    const version = `-X github.com/jaegertracing/jaeger/internal/version.latestVersion=v${versions.jaeger}`;
    await compile(source, './cmd/jaeger', target, context, version);
  });

/**
 * Builds Prometheus, and promtool, which checks its rules. Version 3.N.P is the Go module v0.(300 + N).P, which is built in
 * its own folder.
 */
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

/** Builds Alertmanager, and amtool, which checks its configuration. */
export async function buildAlertmanager(context: PreparationContext): Promise<void> {
  for (const name of ['alertmanager', 'amtool']) {
    await installModule(name, `github.com/prometheus/alertmanager/cmd/${name}@v${versions.alertmanager}`, context);
  }
}

/** Builds k6, the load generator. */
export const buildK6 = (context: PreparationContext): Promise<void> =>
  installModule('k6', `go.k6.io/k6@v${versions.k6}`, context);

/** Builds toxiproxy, which disturbs connections. The name of the program contains its version. */
export const buildToxiproxy = (name: string, version: string, context: PreparationContext): Promise<void> =>
  installModule(name, `github.com/Shopify/toxiproxy/v2/cmd/server@v${version}`, context);
