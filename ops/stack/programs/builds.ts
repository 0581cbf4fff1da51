import type { PreparationContext } from './context.ts';
import { build, compile, download, installModule } from './go.ts';
import { versions } from './programs.ts';

/** Builds Jaeger. Its version 2.N.P is the Go module v1.(63 + N).P, which is built in its own folder. */
export const buildJaeger = (context: PreparationContext): Promise<void> =>
  build('jaeger', context, async (_scratch, target) => {
    const [, minor, patch] = versions.jaeger.split('.');
    const source = await download(`github.com/jaegertracing/jaeger@v1.${63 + Number(minor)}.${patch}`, context);
    const version = `-X github.com/jaegertracing/jaeger/internal/version.latestVersion=v${versions.jaeger}`;
    await compile('jaeger', source, './cmd/jaeger', target, context, version);
  });

/** Builds Prometheus. Version 3.N.P is the Go module v0.(300 + N).P, which is built in its own folder. */
export const buildPrometheus = (context: PreparationContext): Promise<void> => buildOfPrometheus('prometheus', context);

/** Builds Alertmanager. */
export const buildAlertmanager = (context: PreparationContext): Promise<void> =>
  buildOfAlertmanager('alertmanager', context);

/** Builds promtool and amtool, which check rules and configurations. Only tests need them. */
export async function buildCheckers(context: PreparationContext): Promise<void> {
  await buildOfPrometheus('promtool', context);
  await buildOfAlertmanager('amtool', context);
}

const buildOfPrometheus = (name: string, context: PreparationContext): Promise<void> =>
  build(name, context, async (_scratch, target) => {
    const [, minor, patch] = versions.prometheus.split('.');
    const source = await download(`github.com/prometheus/prometheus@v0.${300 + Number(minor)}.${patch}`, context);
    const version = `-X github.com/prometheus/common/version.Version=${versions.prometheus}`;
    await compile(name, source, `./cmd/${name}`, target, context, version);
  });

const buildOfAlertmanager = (name: string, context: PreparationContext): Promise<void> =>
  installModule(name, `github.com/prometheus/alertmanager/cmd/${name}@v${versions.alertmanager}`, context);

/** Builds k6, the load generator. */
export const buildK6 = (context: PreparationContext): Promise<void> =>
  installModule('k6', `go.k6.io/k6@v${versions.k6}`, context);

/** Builds toxiproxy, which disturbs connections. The name of the program contains its version. */
export const buildToxiproxy = (name: string, version: string, context: PreparationContext): Promise<void> =>
  installModule(name, `github.com/Shopify/toxiproxy/v2/cmd/server@v${version}`, context);
