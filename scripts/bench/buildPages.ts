import { join } from 'node:path';
import { build } from 'vite';

/** Builds the bench's pages, one file each with everything in it; by file name. */
export async function buildPages(names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const scripts = new Map<string, string>();
  for (const name of names) {
    const built = await build({
      configFile: false,
      root: import.meta.dirname,
      logLevel: 'error',
      define: { 'process.env.NODE_ENV': '"production"' },
      build: {
        write: false,
        target: 'esnext',
        modulePreload: false,
        lib: { entry: join(import.meta.dirname, 'pages', `${name}.ts`), formats: ['es'], fileName: name },
        rolldownOptions: { output: { codeSplitting: false } },
      },
    });
    for (const { output } of [built].flat().filter((result) => 'output' in result))
      for (const file of output)
        if (file.type === 'chunk' && file.isEntry) scripts.set(`${name}.js`, file.code);
  }
  return scripts;
}
