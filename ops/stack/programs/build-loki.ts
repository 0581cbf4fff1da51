import { join } from 'node:path';
import { z } from 'zod';
import type { PreparationContext } from './context.ts';
import { build, compile, download, go } from './go.ts';
import { versions } from './programs.ts';

/**
 * Builds Loki as a dependency of an empty module. Loki's own module cannot be built, because it replaces a dependency by a
 * folder that the module does not contain. Its other replacements are copied.
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
    await compile('loki', scratch, `${module}/cmd/loki`, target, context, version);
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
