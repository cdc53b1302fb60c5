/** What runs these tests. */
export const runtime =
  process.versions.bun !== undefined ? 'bun' : process.versions.deno !== undefined ? 'deno' : 'node'

/** The code of a worker thread that imports a TypeScript file: of Node.js, it has no loader of its own until it asks for one. */
export function workerCode(file: URL): string {
  const load = `import('${file}')`
  return runtime === 'node' ? `import('tsx/esm/api').then(({ register }) => (register(), ${load}))` : load
}
